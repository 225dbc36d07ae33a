package dev.heddle.store;

/** The state of an execution. INTERRUPTED: the process that evaluated it ended before it did. */
public enum ExecutionState {
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  INTERRUPTED;

  public boolean isFinal() {
    return this != RUNNING;
  }
}
