package dev.heddle.value;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a walk recurse as far as values are deep. A few hundred levels fit any thread's stack;
 * beyond that the walk begins again on a thread made for it, with a stack for {@link #LIMIT}
 * levels.
 */
final class Depth {
  /** Levels a walk may have on the thread of its caller. */
  static final int NEAR = 400;

  /** Levels a value may have at all. */
  static final int LIMIT = 100_000;

  private static final long STACK = 1L << 30; // reserved, not used, unless the walk needs it

  private Depth() {}

  /** Runs a walk that went too deep for its caller's stack. */
  @SuppressWarnings("NullAway") // the result is null only where T is nullable
  static <T extends @Nullable Object> T far(Supplier<T> walk) {
    DeepWalk<T> deep = new DeepWalk<>(walk);
    Thread thread = new Thread(null, deep, "heddle-deep-value", STACK);
    thread.setDaemon(true);
    thread.start();
    join(thread);
    if (deep.thrown instanceof Error e) {
      throw e;
    }
    if (deep.thrown instanceof RuntimeException e) {
      throw e;
    }
    return deep.result;
  }

  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // the walk ends by itself, and its result is wanted
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class DeepWalk<T extends @Nullable Object> implements Runnable {
    private final Supplier<T> walk;
    private @Nullable T result;
    private @Nullable Throwable thrown;

    DeepWalk(Supplier<T> walk) {
      this.walk = walk;
    }

    @Override
    public void run() {
      try {
        result = walk.get();
      } catch (TooDeep | StackOverflowError e) {
        thrown =
            new Misfit(
                "has more than " + LIMIT + " levels, or contains itself: flatten it into a list");
      } catch (RuntimeException | Error e) {
        thrown = e;
      }
    }
  }
}
