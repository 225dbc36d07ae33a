package dev.heddle.store;

/** The state of an invocation on record. CACHED: its body did not run in this execution. */
public enum InvocationState {
  RUNNING,
  SUCCEEDED,
  FAILED,
  CANCELLED,
  CACHED
}
