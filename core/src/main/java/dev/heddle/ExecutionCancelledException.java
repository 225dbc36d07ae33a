package dev.heddle;

/** The execution was cancelled before it ended. What had finished is kept and will be reused. */
public final class ExecutionCancelledException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public ExecutionCancelledException(String message) {
    super(message);
  }
}
