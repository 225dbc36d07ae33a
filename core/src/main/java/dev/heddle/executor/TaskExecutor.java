package dev.heddle.executor;

/** The place where task bodies run. Thread-safe. */
public interface TaskExecutor extends AutoCloseable {
  /** How many bodies may run at once. */
  int slots();

  /** Runs a body soon, on a thread of its own choosing. The body reports its own end. */
  void start(Runnable body);

  /** Interrupts what runs and starts nothing more. */
  @Override
  void close();
}
