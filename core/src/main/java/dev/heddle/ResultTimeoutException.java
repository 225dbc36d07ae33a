package dev.heddle;

/** The result was not there in time. The invocation goes on. */
public class ResultTimeoutException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public ResultTimeoutException(String message) {
    super(message);
  }
}
