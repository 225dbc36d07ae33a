package dev.heddle;

/**
 * The invocation failed since the workers that ran it died, again and again. The message names
 * them.
 */
public class WorkerLostException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public WorkerLostException(String message) {
    super(message);
  }
}
