package dev.heddle.store;

/**
 * Waits that no interrupt cuts short, since what comes after them must not come before. An
 * interrupt that came meanwhile is kept for the caller. Thread-safe.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** A wait that is begun again if it is interrupted. */
  @FunctionalInterface
  public interface Wait {
    void await() throws InterruptedException;
  }

  /** Waits until this has once returned. */
  public static void await(Wait wait) {
    boolean interrupted = false;
    while (true) {
      try {
        wait.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a thread's end. One that never began has ended, and no thread waits for itself. */
  public static void join(Thread thread) {
    if (thread != Thread.currentThread()) {
      // No method reference: the model checker follows the calls it sees, and would wait for ever.
      await(() -> thread.join());
    }
  }
}
