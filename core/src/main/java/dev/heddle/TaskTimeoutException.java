package dev.heddle;

/** An attempt took longer than its timeout allowed, and was interrupted. */
public class TaskTimeoutException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public TaskTimeoutException(String message) {
    super(message);
  }
}
