package dev.heddle.work;

import dev.heddle.eval.Engine;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.store.Change;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Submission;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a worker holds, and who has its slots. An attempt is held from its claim until the store has
 * answered to its end. All counts are guarded by one lock; nothing is told the store under it.
 *
 * <p>A body has its slot to itself, but for tiny ones, which stand ready in a queue that a few
 * slots serve one after another: handing each to a thread of its own would cost more than it does.
 */
final class Places {
  /** How long a slot serves tiny bodies before whatever else waits has its turn. */
  private static final long SERVING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** How long what is claimed ahead may wait to begin. */
  private static final long UNBEGUN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Engine engine;
  private final TaskExecutor executor;
  private final Executor evaluators;
  private final Prefetch prefetch;
  private final Function<Claimed, Attempt> attempts;
  private final Runnable room;
  private final Set<Long> known;
  private final int slots;
  private final int maxPaused;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptier = lock.newCondition();
  private final Map<Long, Attempt> held = new HashMap<>();
  private final Deque<Ahead> ahead = new ArrayDeque<>();
  private final ConcurrentLinkedDeque<Attempt> ready = new ConcurrentLinkedDeque<>();
  private int readyCount;
  private int busy;
  private int evaluating;
  private int paused;
  private boolean closed;

  private final Suspects suspects = new Suspects();

  /** Claimed and not begun. */
  private record Ahead(Attempt attempt, long sinceNanos) {}

  /**
   * @param attempts makes the attempt at what was claimed
   * @param room is told whenever there may be room for more
   * @param known gets the ids of what is held
   */
  Places(
      Engine engine,
      TaskExecutor executor,
      Executor evaluators,
      Prefetch prefetch,
      int maxPaused,
      Function<Claimed, Attempt> attempts,
      Runnable room,
      Set<Long> known) {
    this.engine = engine;
    this.executor = executor;
    this.evaluators = evaluators;
    this.prefetch = prefetch;
    this.attempts = attempts;
    this.room = room;
    this.known = known;
    this.slots = executor.slots();
    this.maxPaused = maxPaused;
  }

  /**
   * What may be taken now.
   *
   * @param free slots
   * @param ready tiny bodies that have begun on record and stand ready
   * @param ahead claimed and not begun
   * @param idle whether nothing at all is held
   * @param quiet whether nothing runs: a suspect may
   * @param suspect whether one is held, for which nothing more is taken
   * @param onlyAwaited whether so many bodies wait that only what they wait for is of use
   */
  record Room(
      int free,
      int ready,
      int ahead,
      boolean idle,
      boolean quiet,
      boolean suspect,
      boolean onlyAwaited) {}

  Room room() {
    return locked(
        () ->
            new Room(
                suspects.any() || closed ? 0 : free(),
                readyCount,
                ahead.size(),
                held.isEmpty() && busy == 0,
                isQuiet(),
                suspects.any(),
                paused + evaluating >= maxPaused));
  }

  /** Whether nothing runs, and nothing that ended is still on record as running. By the lock. */
  private boolean isQuiet() {
    return busy == 0 && held.size() - paused - suspects.unbegun() <= 0;
  }

  /** Guarded by the lock. */
  private int free() {
    return Math.max(0, slots - busy);
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  int slots() {
    return slots;
  }

  /** How many bodies run. */
  int running() {
    return locked(() -> held.size() - paused - ahead.size() - readyCount - suspects.unbegun());
  }

  // ---- taking ------------------------------------------------------------------------------

  /** Keeps a slot for an order of this process, if one is free and nobody stands before it. */
  Optional<LocalWorkers.Place> reserve(long worker) {
    return locked(
        () -> {
          if (closed || suspects.any() || free() == 0 || readyCount > 0 || worker == 0) {
            return Optional.empty();
          }
          busy++;
          return Optional.of(new Reserved(worker));
        });
  }

  private final class Reserved implements LocalWorkers.Place {
    private final long worker;

    Reserved(long worker) {
      this.worker = worker;
    }

    @Override
    public long worker() {
      return worker;
    }

    @Override
    public void begin(Claimed claimed) {
      Places.this.begin(locked(() -> hold(claimed)));
    }

    @Override
    public void release() {
      freed();
    }
  }

  /** Takes what was claimed. {@code tiny} ones that have begun share as few slots as will do. */
  void take(List<Claimed> claimed, boolean tiny) {
    List<Attempt> toBegin = new ArrayList<>();
    locked(
        () -> {
          for (Claimed one : claimed) {
            Attempt attempt = hold(one);
            boolean waits = !one.begun() && one.suspect() && suspects.offer(attempt);
            if (!one.begun() && !waits) {
              ahead.addLast(new Ahead(attempt, System.nanoTime()));
            } else if (!waits && tiny) {
              ready.addLast(attempt);
              readyCount++;
            } else if (!waits) {
              busy++;
              toBegin.add(attempt);
            }
          }
        });
    toBegin.forEach(this::begin);
    serve();
    beginSuspect();
  }

  /** The suspect that waits, if nothing runs. */
  private void beginSuspect() {
    Attempt begins =
        locked(
            () -> {
              Attempt suspect = closed || !isQuiet() ? null : suspects.begin();
              busy += suspect == null ? 0 : 1;
              return suspect;
            });
    if (begins != null) {
      beginOnRecord(begins);
    }
  }

  /** Guarded by the lock. */
  private Attempt hold(Claimed claimed) {
    Attempt attempt = attempts.apply(claimed);
    held.put(attempt.id(), attempt);
    known.add(attempt.id());
    return attempt;
  }

  /** Whether it is evaluated, and so only waits. */
  static boolean isExpression(Engine engine, Claimed claimed) {
    Submission order = claimed.submission();
    return order.expression() != null
        || engine
            .tasks()
            .byName(order.task().name())
            .filter(task -> task.method().returnsExpr())
            .isPresent();
  }

  /** Runs one for which a slot was taken. */
  private void begin(Attempt attempt) {
    if (attempt instanceof Evaluating) {
      locked(
          () -> {
            evaluating++;
            busy--;
          });
      evaluators.execute(attempt);
      return;
    }
    executor.start(
        () -> {
          attempt.run();
          freed();
        });
  }

  /** Has free slots serve what stands ready, and begin what is claimed ahead. */
  private void serve() {
    List<Attempt> toBegin = new ArrayList<>();
    int servers =
        locked(
            () -> {
              int started = 0;
              while (!suspects.runs() && !closed && free() > 0 && started < readyCount) {
                busy++;
                started++;
              }
              while (!suspects.runs() && !closed && free() > 0 && !ahead.isEmpty()) {
                busy++;
                toBegin.add(ahead.removeFirst().attempt());
              }
              return started;
            });
    for (int i = 0; i < servers; i++) {
      executor.start(this::serveReady);
    }
    toBegin.forEach(this::beginOnRecord);
  }

  /** On a slot's thread: one tiny body after another, for a while. */
  private void serveReady() {
    long until = System.nanoTime() + SERVING_NANOS;
    while (System.nanoTime() - until < 0) {
      Attempt next = ready.poll();
      if (next == null) {
        break;
      }
      int left = locked(() -> --readyCount);
      if (left == prefetch.ahead(Set.of(next.task()), slots) / 2) {
        room.run();
      }
      next.run();
    }
    freed();
    serve();
  }

  private void beginOnRecord(Attempt attempt) {
    engine
        .committer()
        .submit(
            attempt.fence(),
            List.of(new Change.Begun(attempt.id(), engine.clock().millis())),
            outcome -> {
              if (outcome instanceof Outcome.Applied) {
                begin(attempt);
              } else {
                forget(attempt);
                freed();
              }
            });
  }

  /** A slot is free again. */
  private void freed() {
    locked(() -> busy--);
    emptier();
  }

  /** Less runs than before, or less is held. */
  private void emptier() {
    locked(emptier::signalAll);
    beginSuspect();
    room.run();
  }

  // ---- while they run ------------------------------------------------------------------------

  /** A body waits for invocations: its slot serves others (law 10). */
  <T> T withoutSlot(Attempt attempt, Supplier<T> waiting) {
    boolean wasAlone =
        locked(
            () -> {
              busy--;
              paused++;
              return suspects.leaves(attempt);
            });
    emptier();
    try {
      return executor.withoutSlot(waiting);
    } finally {
      lock.lock();
      try {
        if (wasAlone) {
          suspects.resume(attempt, () -> !closed && (suspects.runs() || !isQuiet()), emptier);
        }
        busy++;
        paused--;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Its body has returned, whatever it told. */
  void returned(Attempt attempt) {
    locked(
        () -> {
          if (attempt instanceof Evaluating) {
            evaluating--;
          }
          suspects.leaves(attempt);
          if (attempt instanceof Evaluating || attempt.stop() == Attempt.Stop.TAKEN) {
            remove(attempt);
          }
          emptier.signalAll();
        });
    if (attempt instanceof Evaluating) {
      emptier();
    }
  }

  /** The store has answered to its end. */
  void forget(Attempt attempt) {
    boolean quiet =
        locked(
            () -> {
              remove(attempt);
              suspects.leaves(attempt); // if it was refused before it began
              emptier.signalAll();
              return isQuiet();
            });
    beginSuspect();
    if (quiet) {
      room.run(); // its slot became free before: now a suspect may be taken, or a burst be over
    }
  }

  /** Guarded by the lock. */
  private void remove(Attempt attempt) {
    if (held.remove(attempt.id(), attempt)) {
      known.remove(attempt.id());
    }
  }

  Map<Long, Attempt> held() {
    return locked(() -> new HashMap<>(held));
  }

  /** It is not ours any more; if its body has not begun, it never will. */
  void taken(Attempt attempt) {
    locked(
        () -> {
          boolean unbegun =
              ahead.removeIf(a -> a.attempt() == attempt) || suspects.withdraw(attempt);
          if (!unbegun && ready.remove(attempt)) {
            readyCount--;
            unbegun = true;
          }
          if (unbegun) {
            remove(attempt);
          }
        });
    emptier();
  }

  // ---- giving back -----------------------------------------------------------------------------

  /** What was claimed ahead and has waited too long: somebody else may be free. */
  List<Attempt> removeStale() {
    List<Attempt> stale = new ArrayList<>();
    long oldest = System.nanoTime() - UNBEGUN_NANOS;
    locked(
        () -> {
          while (!ahead.isEmpty() && ahead.getFirst().sinceNanos() - oldest < 0) {
            stale.add(ahead.removeFirst().attempt());
          }
        });
    return stale;
  }

  /** The suspect that waits, if bodies here take too long for it. */
  Optional<Suspects.GivenUp> removeImpatient() {
    long now = engine.clock().millis();
    Optional<Suspects.GivenUp> givenUp = locked(() -> suspects.giveUp(now));
    if (givenUp.isPresent()) {
      room.run();
    }
    return givenUp;
  }

  /** Nothing begins any more; answers all that has not. */
  List<Attempt> close() {
    List<Attempt> unbegun = new ArrayList<>();
    locked(
        () -> {
          closed = true;
          ahead.forEach(a -> unbegun.add(a.attempt()));
          ahead.clear();
          suspects.withdraw().ifPresent(unbegun::add);
          emptier.signalAll();
          for (Attempt next = ready.poll(); next != null; next = ready.poll()) {
            unbegun.add(next);
            readyCount--;
          }
        });
    return unbegun;
  }

  /** Waits until nothing is held, at most this long; answers what still is. */
  List<Attempt> awaitEmpty(Duration time) {
    long left = time.toNanos();
    boolean interrupted = false;
    lock.lock();
    try {
      while (!held.isEmpty() && left > 0) {
        try {
          left = emptier.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return List.copyOf(held.values());
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
