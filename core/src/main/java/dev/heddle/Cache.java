package dev.heddle;

/** How far a result may be reused. Part of {@link Task}; a call may narrow it. */
public enum Cache {
  /** Reused by any execution on the same store while code and data are the same. The default. */
  STORE,
  /** Reused within one execution only. */
  EXECUTION,
  /** Never reused: two calls are two invocations, even with equal arguments. */
  NONE
}
