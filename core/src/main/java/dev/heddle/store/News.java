package dev.heddle.store;

/** What one may wait for in a store: see {@link Store#await}. */
public enum News {
  /** That anything was committed that may interest somebody. */
  CHANGE,

  /** That there may be more to {@link Store#claim}. */
  WORK,

  /** That an ordered invocation has ended. */
  END
}
