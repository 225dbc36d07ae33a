package dev.heddle.work;

import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.eval.Engine;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.Ids;
import dev.heddle.store.Outcome;
import dev.heddle.store.Submission;
import dev.heddle.store.TaskSet;
import dev.heddle.store.Uninterrupted;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker of this process: who it is on record, and its life. {@link Claiming} decides what it
 * takes, {@link Places} has what it holds, {@link Ends} tells what that came to.
 */
final class LocalWorker implements Worker {
  /** How long a body may go on after it was interrupted before it counts as lost. */
  private static final long GRACE_SECONDS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Workshop shop;
  private final Engine engine;
  private final WorkerOptions options;
  private final TaskExecutor executor;
  private final boolean ownExecutor;
  private final Prefetch prefetch = new Prefetch();
  private final Map<TaskDef, TaskSet> alone = new ConcurrentHashMap<>();
  private final Signal signal = new Signal();
  private final Places places;
  private final Ends ends;
  private final Claiming claiming;
  private final HeldCheck check;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long id;
  private volatile @Nullable FatalStoreException failure;

  LocalWorker(Workshop shop, WorkerOptions options, TaskExecutor executor, boolean ownExecutor) {
    this.shop = shop;
    this.engine = shop.engine();
    this.options = options;
    this.executor = executor;
    this.ownExecutor = ownExecutor;
    int maxPaused =
        options.maxPaused() > 0 ? options.maxPaused() : executor.isVirtual() ? 10_000 : 256;
    this.places =
        new Places(
            engine,
            executor,
            shop.evaluators(),
            prefetch,
            maxPaused,
            this::attempt,
            this::freed,
            shop.workers().held());
    this.ends = new Ends(shop, places, options.listener());
    options.tasks().forEach(this::define);
    this.claiming = new Claiming(this, engine, options);
    this.check = new HeldCheck(this, engine.store());
  }

  private void define(Class<?> type) {
    TaskMethod.servedBy(type).forEach(engine.tasks()::define);
    for (Class<?> nested : type.getDeclaredClasses()) {
      define(nested);
    }
  }

  private void freed() {
    claiming.freed();
  }

  private Attempt attempt(Claimed claimed) {
    return Places.isExpression(engine, claimed)
        ? new Evaluating(claimed, engine, this)
        : new Attempt(claimed, engine, this);
  }

  /** Puts it on record and begins to claim. */
  void start() {
    enrol(claiming.tasks());
    claiming.start();
  }

  /** Under a new id: at the start, and after it was taken for dead. */
  private void enrol(Set<String> tasks) {
    long fresh = engine.newId();
    Outcome outcome =
        Answers.written(
            engine.committer(),
            Fence.NONE,
            new Change.WorkerJoined(
                fresh,
                places.slots(),
                options.queues(),
                List.copyOf(tasks),
                engine.clock().millis()));
    if (outcome instanceof Outcome.Rejected rejected) {
      throw new IllegalStateException("a new worker was refused: " + rejected.reason());
    }
    id = fresh;
    LOG.info(
        "event=worker-joined worker={} slots={} queues={}",
        Ids.text(fresh),
        places.slots(),
        options.queues().isEmpty() ? "all" : String.join(",", options.queues()));
  }

  // ---- what others ask ---------------------------------------------------------------------

  @Override
  public String id() {
    return Ids.text(id);
  }

  long number() {
    return id;
  }

  @Override
  public int running() {
    return places.running();
  }

  @Override
  public void join() throws InterruptedException {
    ended.await();
    FatalStoreException reason = failure;
    if (reason != null) {
      throw reason;
    }
  }

  Workshop shop() {
    return shop;
  }

  Engine engine() {
    return engine;
  }

  Prefetch prefetch() {
    return prefetch;
  }

  Places places() {
    return places;
  }

  Ends ends() {
    return ends;
  }

  Claiming claiming() {
    return claiming;
  }

  HeldCheck check() {
    return check;
  }

  Signal signal() {
    return signal;
  }

  TaskSet alone(TaskDef task) {
    return alone.computeIfAbsent(task, t -> TaskSet.of(List.of(t.version())));
  }

  /** Whether it would take what stands in this queue for this task. */
  boolean serves(String queue, String task) {
    return !stopping.get() && claiming.serves(queue, task);
  }

  /** A slot for an order of this process that it would claim anyway. */
  Optional<LocalWorkers.Place> reserve(Submission order) {
    return order.order().due() > 0
            || stopping.get()
            || !claiming.serves(order.order().queue(), order.task().name())
        ? Optional.empty()
        : places.reserve(id);
  }

  // ---- what attempts say ---------------------------------------------------------------------

  void watchTime(Attempt attempt) {
    long timeout = attempt.claimed.submission().order().timeoutMillis();
    if (timeout > 0) {
      shop.later(timeout, () -> timeUp(attempt));
    }
  }

  private void timeUp(Attempt attempt) {
    if (!attempt.isTold()) {
      attempt.interrupt(Attempt.Stop.TIMEOUT);
      shop.later(TimeUnit.SECONDS.toMillis(GRACE_SECONDS), () -> giveUp(attempt));
    }
  }

  private void giveUp(Attempt attempt) {
    if (!attempt.isTold()) {
      LOG.warn(
          "event=body-does-not-return invocation={} task={} consequence=its-slot-is-lost",
          Ids.text(attempt.id()),
          attempt.task());
      attempt.giveUp();
    }
  }

  /** Its body has returned, whatever it told. */
  void returned(Attempt attempt, long nanos) {
    if (nanos > 0) {
      prefetch.note(attempt.task(), nanos);
    }
    places.returned(attempt);
  }

  void evaluationFailed(Attempt attempt, Throwable error) {
    LOG.debug("event=evaluation-ended invocation={}", Ids.text(attempt.id()), error);
  }

  // ---- what its patrol finds -------------------------------------------------------------------

  /** It is not ours any more. */
  void taken(Attempt attempt) {
    LOG.info(
        "event=invocation-taken invocation={} task={} consequence=its-body-is-interrupted",
        Ids.text(attempt.id()),
        attempt.task());
    attempt.interrupt(Attempt.Stop.TAKEN);
    shop.waits().look(List.of(attempt.id()));
    places.taken(attempt);
  }

  /** It was taken for dead: whatever it holds is not its own any more. It begins anew. */
  void buried() {
    LOG.warn(
        "event=worker-was-taken-for-dead worker={}"
            + " consequence=its-bodies-are-interrupted-and-it-joins-anew",
        id());
    places.held().values().forEach(this::taken);
    if (!stopping.get()) {
      enrol(claiming.tasks());
      signal.give();
    }
  }

  // ---- stopping ------------------------------------------------------------------------------

  /** On a thread of its own: the one that claims has to end first. */
  void closeByItself() {
    new Thread(this::close, "heddle-worker-close").start();
  }

  /** Nothing can be claimed or recorded any more. */
  void endBy(FatalStoreException reason) {
    LOG.error("event=worker-ends worker={} reason=store-failed", id(), reason);
    failure = reason;
    closeByItself();
  }

  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      new Stopping(this, shop, options.drainTimeout()).run();
      if (ownExecutor) {
        executor.close();
      }
      ended.countDown();
      return;
    }
    Uninterrupted.await(ended::await);
  }

  /** For {@link Stopping}: how long interrupted bodies may take to return. */
  static Duration grace() {
    return Duration.ofSeconds(2 * GRACE_SECONDS);
  }
}
