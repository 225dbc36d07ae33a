package dev.heddle;

/** An invocation would wait for itself, over others; the message prints the cycle. */
public class WaitCycleException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public WaitCycleException(String message) {
    super(message);
  }
}
