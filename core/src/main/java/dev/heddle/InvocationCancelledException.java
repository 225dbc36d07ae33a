package dev.heddle;

/** The invocation was cancelled before it had a result. */
public class InvocationCancelledException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public InvocationCancelledException(String message) {
    super(message);
  }
}
