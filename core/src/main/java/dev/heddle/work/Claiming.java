package dev.heddle.work;

import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.eval.Engine;
import dev.heddle.store.Availability;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.News;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.Uninterrupted;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a worker takes, on a thread of its own. It claims when there is room and reason: a
 * slot became free, something was ordered here, the store changed, something is due. A second
 * thread watches the store for it.
 */
final class Claiming {
  /** The net beneath the hints, and how late a due time may be noticed at worst. */
  private static final long NET_MILLIS = 3_000;

  /** With this many sets waiting for their commit nothing more is begun. */
  private static final int MAX_PENDING = 20_000;

  /** Looks are at least this far apart. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** How long it is quiet before a worker that claims without looking first asks what is due. */
  private static final long QUIET_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How often a worker that runs something looks for suspects, and how long it leaves them. */
  private static final long SUSPECTS_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final LocalWorker worker;
  private final Engine engine;
  private final WorkerOptions options;
  private final AtomicLong claims = new AtomicLong();
  private final Thread claiming;
  private final Thread watching;
  private volatile Set<String> tasks = Set.of();
  private volatile int met = -1;
  private long token;
  private volatile long nextDue = Long.MAX_VALUE;
  private volatile boolean suspects;

  /** When they were looked for last. */
  private volatile long lookedAt = System.nanoTime();

  /** When those that are there were seen first. */
  private volatile long suspectsSince;

  /** Until then a worker that runs something leaves suspects to others. */
  private volatile long leavesSuspectsUntil = System.nanoTime();

  /**
   * Whether the store may have something that nobody has looked for since: the last claim took all
   * it asked for, or something changed while there was no room.
   */
  private volatile boolean left = true;

  private volatile boolean stopped;

  /** Whether a claim costs no more than a look. */
  private final boolean claimsFirst;

  Claiming(LocalWorker worker, Engine engine, WorkerOptions options) {
    this.worker = worker;
    this.engine = engine;
    this.options = options;
    this.claimsFirst = engine.store().claimsBesideWriters();
    this.claiming = new Thread(this::run, "heddle-worker");
    this.watching = new Thread(this::watch, "heddle-worker-watch");
    claiming.setDaemon(true);
    watching.setDaemon(true);
  }

  void start() {
    claiming.start();
    watching.start();
  }

  /** Ends both threads; a claim under way is answered first. */
  void stop() {
    stopped = true;
    worker.signal().give();
    watching.interrupt();
    Uninterrupted.join(claiming);
    Uninterrupted.join(watching);
  }

  /**
   * A slot is free. That alone is no reason to claim, which is a transaction that writes: after a
   * claim that found less than it asked for, whoever changes the store gives the reason.
   */
  void freed() {
    if (left || suspects || options.burst() || engine.tasks().met() != met) {
      worker.signal().give();
    }
  }

  /** Odd while a claim is under way. */
  long claims() {
    return claims.get();
  }

  /** The tasks known now; walks code when there are new ones. */
  Set<String> tasks() {
    int now = engine.tasks().met();
    if (now != met) {
      tasks = engine.tasks().names();
      met = engine.tasks().met();
    }
    return tasks;
  }

  /** Whether it would claim an invocation of this task in this queue. */
  boolean serves(String queue, String task) {
    return (options.queues().isEmpty() || options.queues().contains(queue))
        && (tasks.contains(task) || engine.tasks().isDefined(task));
  }

  private void run() {
    int failures = 0;
    while (!stopped) {
      try {
        learn();
        boolean more = claim();
        failures = 0;
        if (!more) {
          if (options.burst() && isDone()) {
            worker.closeByItself();
            return;
          }
          await();
        }
      } catch (InterruptedException e) {
        return;
      } catch (FatalStoreException e) {
        if (!stopped) {
          worker.endBy(e);
        }
        return;
      } catch (RuntimeException | Error e) {
        if (stopped) {
          return;
        }
        if (failures++ == 0) {
          LOG.warn("event=claiming-failed worker={} consequence=tries-again", worker.id(), e);
        }
        pause(Math.min(5_000, 100L << Math.min(failures, 6)));
      }
    }
  }

  /** Until there is reason to claim again. */
  private void await() throws InterruptedException {
    long millis = NET_MILLIS;
    if (claimsFirst && !left) {
      if (worker.signal().await(QUIET_LOOK_NANOS)) {
        return;
      }
      if (look().suspects() && takesSuspects(worker.places().room())) {
        return;
      }
      millis = Math.max(1, Math.min(millis, nextDue - engine.clock().millis()));
    }
    worker.signal().await(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the store of tasks that this process has met since. */
  private void learn() {
    Set<String> before = tasks;
    Set<String> now = tasks();
    if (!before.equals(now)) {
      engine
          .committer()
          .submit(
              Fence.NONE,
              List.of(new Change.WorkerLearned(worker.number(), List.copyOf(now))),
              null);
    }
  }

  /** Claims once; whether to go on at once. */
  private boolean claim() {
    Places.Room room = worker.places().room();
    boolean asksForAll = !room.onlyAwaited() && room.free() > 0;
    left = true;
    if (room.suspect() || engine.committer().pending() > MAX_PENDING) {
      return false;
    }
    if (System.nanoTime() - lookedAt > SUSPECTS_NANOS) {
      look(); // with much to claim nothing else does
    }
    if (takesSuspects(room)) {
      List<Claimed> found = claim(tasks, 1, 0, true, false);
      suspects = false;
      if (!found.isEmpty()) {
        worker.places().take(found, false);
        return false; // what runs is let end first
      }
    }
    boolean full = false;
    if (room.free() > 0) {
      left = !asksForAll; // before it asks: what comes meanwhile is not lost
      List<Claimed> found = claim(tasks, room.free(), room.free(), false, room.onlyAwaited());
      worker.places().take(found, false);
      full = found.size() == room.free();
      if (full) {
        left = true;
      }
    }
    if (!room.onlyAwaited() && (full || room.free() == 0)) {
      full |= ahead(room, worker.prefetch().tiny(), true);
      full |= ahead(room, worker.prefetch().shorts(), false);
    }
    return full && worker.places().room().free() > 0;
  }

  /** Takes more of tasks that will begin soon, when half of what was taken has begun. */
  private boolean ahead(Places.Room room, Set<String> of, boolean begun) {
    if (of.isEmpty()) {
      return false;
    }
    int wanted = worker.prefetch().ahead(of, worker.places().slots());
    int have = begun ? room.ready() : room.ahead();
    if (have > wanted / 2) {
      return false;
    }
    int most = wanted - have;
    List<Claimed> found = claim(of, most, begun ? most : 0, false, false);
    worker.places().take(found, begun);
    return found.size() == most;
  }

  private List<Claimed> claim(
      Set<String> of, int most, int begin, boolean alone, boolean onlyAwaited) {
    if (most <= 0 || of.isEmpty()) {
      return List.of();
    }
    Claim claim = request(of, most, begin, alone, onlyAwaited);
    claims.incrementAndGet();
    try {
      List<Claimed> found;
      try {
        found = engine.store().claim(claim);
      } catch (StoreException e) {
        // It may have committed, and only the answer be lost: asked again, it answers the same.
        worker.check().doubt();
        found = engine.store().claim(claim);
      }
      return found;
    } finally {
      claims.incrementAndGet();
    }
  }

  private Claim request(Set<String> of, int most, int begin, boolean alone, boolean onlyAwaited) {
    return new Claim(
        worker.number(),
        ++token,
        Set.copyOf(options.queues()),
        of,
        most,
        begin,
        alone,
        onlyAwaited,
        engine.clock().millis());
  }

  /** At once if nothing runs here; else if no other worker took them for a while. */
  private boolean takesSuspects(Places.Room room) {
    long now = System.nanoTime();
    return suspects
        && (room.quiet()
            || (now - suspectsSince > SUSPECTS_NANOS && now - leavesSuspectsUntil > 0));
  }

  /** It was given back after so long, since bodies here go on. */
  void leaveSuspects(long nanos) {
    leavesSuspectsUntil = System.nanoTime() + nanos;
  }

  private boolean isDone() {
    return worker.places().room().idle() && !look().ready() && !suspects;
  }

  private Availability look() {
    Availability found = engine.store().available(request(tasks, 1, 1, false, false));
    nextDue = found.nextDue();
    lookedAt = System.nanoTime();
    suspectsSince = suspects ? suspectsSince : lookedAt;
    suspects = found.suspects();
    return found;
  }

  private boolean isWorthClaiming(Availability found) {
    return found.ready() || found.suspects() || found.nextDue() <= engine.clock().millis();
  }

  /**
   * Looks whether the store has something, whenever it changed and there is room, or has the claim
   * find out.
   */
  private void watch() {
    int failures = 0;
    long lastLook = System.nanoTime() - LOOK_NANOS;
    long heard = Store.NOTHING_HEARD;
    while (!stopped) {
      try {
        long untilDue = claimsFirst ? NET_MILLIS : nextDue - engine.clock().millis();
        long patience = Math.max(1, Math.min(NET_MILLIS, untilDue));
        heard = engine.store().await(News.WORK, heard, patience);
        // Most changes are this process's own: a look at each would cost more than it finds.
        TimeUnit.NANOSECONDS.sleep(lastLook + LOOK_NANOS - System.nanoTime());
        boolean room = worker.places().room().free() > 0;
        if (!room) {
          left = true; // and if a slot became free just before this, it was not told
          room = worker.places().room().free() > 0;
        }
        if (room) {
          lastLook = System.nanoTime();
          if (claimsFirst || isWorthClaiming(look())) {
            worker.signal().give();
          }
        }
        failures = 0;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        if (failures++ == 0 && !stopped) {
          LOG.debug("event=watching-failed worker={} consequence=tries-again", worker.id(), e);
        }
        pause(Math.min(5_000, 100L << Math.min(failures, 6)));
      }
    }
  }
}
