package dev.heddle;

/**
 * Carries out ordered invocations in this process, until it is closed. Made by {@link
 * Heddle#worker}. Thread-safe.
 */
public interface Worker extends AutoCloseable {
  /** Its id, as people see it. A worker that was taken for dead and joined again has a new one. */
  String id();

  /** How many bodies run now, those that wait for others left out. */
  int running();

  /**
   * Waits until it has ended: a burst worker by itself, any other when it is closed, or when the
   * store can take nothing more.
   *
   * @throws HeddleException if the store ended it, saying why
   */
  void join() throws InterruptedException;

  /**
   * Stops it: claims nothing more, gives back what has not begun, lets what runs finish for the
   * drain timeout, then interrupts it and gives it back once it has returned. Nothing runs twice
   * through a stop. Returns when all that is done; a body that does not return when interrupted is
   * waited for ten seconds more, and then left to itself: it stays this process's own until it
   * returns, the process ends, or the app is closed: then another may run it while that body still
   * does.
   */
  @Override
  void close();
}
