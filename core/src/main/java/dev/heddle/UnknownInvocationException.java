package dev.heddle;

/** There is no such invocation on record, or it was pruned. */
public class UnknownInvocationException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public UnknownInvocationException(String message) {
    super(message);
  }
}
