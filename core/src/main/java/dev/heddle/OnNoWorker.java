package dev.heddle;

/**
 * What a direct call does when no living worker serves its queue and knows its task. It is looked
 * at before the call is ordered and every two seconds while the caller waits; of a method that
 * returns a future, only before.
 */
public enum OnNoWorker {
  /** It says so in the log, and waits until one comes. */
  WAIT,

  /**
   * It runs the body itself, here, unrecorded. A call whose workers have all gone takes it back
   * from the queue first; what they had begun may so run twice.
   */
  RUN_HERE,

  /** It takes back what it ordered and throws a {@link NoWorkerException}. */
  FAIL
}
