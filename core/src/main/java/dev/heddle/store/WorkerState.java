package dev.heddle.store;

/** The state of a worker. DEAD is for ever: one that comes back joins under a new id. */
public enum WorkerState {
  /** It claims and carries out. */
  ALIVE,
  /** It finishes what it has and takes nothing new. */
  STOPPING,
  /** It ended in good order and owns nothing. */
  LEFT,
  /** It was found dead, and what it owned was taken from it. */
  DEAD
}
