package dev.heddle.executor;

import java.util.function.Supplier;

/** The place where task bodies run. Thread-safe. */
public interface TaskExecutor extends AutoCloseable {
  /** How many bodies may run at once. */
  int slots();

  /**
   * Runs a body on a thread of its own choosing: soon, or when a slot is free. The body reports its
   * own end.
   */
  void start(Runnable body);

  /**
   * Waits for something on this thread. If it is that of a body, the body's slot serves others
   * meanwhile (law 10), and the body has one again when this returns.
   */
  <T> T withoutSlot(Supplier<T> waiting);

  /** Whether bodies run on virtual threads, of which there may be many. */
  boolean isVirtual();

  /** Interrupts what runs and starts nothing more. */
  @Override
  void close();
}
