package dev.heddle.work;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Those that a worker holds whose process may die of them, and so run alone: one waits until
 * nothing runs, one runs and nothing else begins, and some whose pause is over wait until nothing
 * runs again. All of it is guarded by the lock of the {@link Places}.
 */
final class Suspects {
  /** How long a worker takes nothing else for one, at least. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Waits until nothing runs. */
  private @Nullable Attempt waiting;

  private long waitingSinceNanos;

  /** Has begun and is not paused. */
  private @Nullable Attempt alone;

  /** How many whose pause is over wait. */
  private int resuming;

  /** Whether any is there for which nothing else is taken. */
  boolean any() {
    return waiting != null || alone != null || resuming > 0;
  }

  /** Whether one runs. */
  boolean runs() {
    return alone != null;
  }

  /** How many are held that have not begun: none or one. */
  int unbegun() {
    return waiting == null ? 0 : 1;
  }

  /** Has this one wait, unless another does. */
  boolean offer(Attempt suspect) {
    if (waiting != null) {
      return false;
    }
    waiting = suspect;
    waitingSinceNanos = System.nanoTime();
    return true;
  }

  /** The one that waits is to begin now, as nothing runs; null if none is. */
  @Nullable Attempt begin() {
    if (alone != null) {
      return null;
    }
    alone = waiting;
    waiting = null;
    return alone;
  }

  /** It goes on later, or has ended, or was refused before it began; true if it ran alone. */
  boolean leaves(Attempt attempt) {
    if (alone != attempt) {
      return false;
    }
    alone = null;
    return true;
  }

  /**
   * Waits until this one may go on alone, or is interrupted.
   *
   * @param heldUp whether it may not
   * @param changed of the lock, which is held
   */
  void resume(Attempt attempt, BooleanSupplier heldUp, Condition changed) {
    resuming++;
    try {
      while (heldUp.getAsBoolean()) {
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      resuming--;
    }
    alone = attempt;
  }

  /** It is not to begin any more; whether it waited for that. */
  boolean withdraw(Attempt attempt) {
    boolean waited = waiting == attempt;
    waiting = waited ? null : waiting;
    return waited;
  }

  /** The one that waits is not to begin any more. */
  Optional<Attempt> withdraw() {
    Optional<Attempt> withdrawn = Optional.ofNullable(waiting);
    waiting = null;
    return withdrawn;
  }

  /**
   * A suspect that is given up.
   *
   * @param waitedNanos for how long nothing else was taken
   */
  record GivenUp(Attempt attempt, long waitedNanos) {}

  /**
   * The one that waits, if bodies here take too long for it.
   *
   * @param now in epoch milliseconds
   */
  Optional<GivenUp> giveUp(long now) {
    Attempt impatient = waiting;
    if (impatient == null) {
      return Optional.empty();
    }
    long age = now - impatient.claimed.submission().submittedAt();
    long patience = Math.max(PATIENCE_NANOS, TimeUnit.MILLISECONDS.toNanos(age / 4));
    long waited = System.nanoTime() - waitingSinceNanos;
    if (waited < patience) {
      return Optional.empty();
    }
    waiting = null;
    return Optional.of(new GivenUp(impatient, waited));
  }
}
