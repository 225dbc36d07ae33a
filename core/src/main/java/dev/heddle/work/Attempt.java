package dev.heddle.work;

import dev.heddle.Cache;
import dev.heddle.HeddleException;
import dev.heddle.InvocationState;
import dev.heddle.TaskTimeoutException;
import dev.heddle.WaitCycleException;
import dev.heddle.WorkerListener.AttemptEnded;
import dev.heddle.eval.CallKey;
import dev.heddle.eval.Carrying;
import dev.heddle.eval.Engine;
import dev.heddle.executor.BodyContext;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import dev.heddle.store.StoredError;
import dev.heddle.store.Submission;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one claimed invocation: its body on this thread, from the recorded arguments to
 * the change that tells what it came to. Everything it tells carries the fence of its claim.
 */
class Attempt implements Runnable {
  /** Why a body was interrupted. */
  enum Stop {
    /** It was not. */
    NONE,
    /** Its timeout passed. */
    TIMEOUT,
    /** The worker is being closed: another attempt will begin elsewhere. */
    CLOSING,
    /** It is not ours any more: cancelled, or taken over. Nothing it comes to is of interest. */
    TAKEN
  }

  /** How long a transaction of a body without a timeout may be left without a statement. */
  private static final Duration QUIET = Duration.ofMinutes(10);

  final Claimed claimed;
  final Engine engine;
  private final LocalWorker worker;
  private final BodyContext context;

  /** When its body began, by the wall clock and by the monotonic one. */
  private volatile long startedAt;

  private volatile long startedNanos;
  private volatile double millis;
  private @Nullable Thread thread;
  private Stop stop = Stop.NONE;
  private boolean pausing;
  private boolean told;

  Attempt(Claimed claimed, Engine engine, LocalWorker worker) {
    this.claimed = claimed;
    this.engine = engine;
    this.worker = worker;
    Submission order = claimed.submission();
    long timeout = order.order().timeoutMillis();
    this.startedAt = engine.clock().millis();
    this.context =
        new BodyContext(
            order.id(),
            order.execution(),
            claimed.attempt(),
            fence(),
            timeout == 0 ? null : Instant.ofEpochMilli(startedAt + timeout),
            engine.committer(),
            engine.clock(),
            order.task().name(),
            () -> engine.store().begin(timeout == 0 ? QUIET : Duration.ofMillis(timeout)));
  }

  long id() {
    return claimed.submission().id();
  }

  String task() {
    return claimed.submission().task().name();
  }

  Fence fence() {
    return new Fence(claimed.submission().id(), claimed.epoch());
  }

  /** Whether this or another of its process may still tell what it came to. */
  synchronized boolean isTold() {
    return told;
  }

  synchronized boolean isPausing() {
    return pausing;
  }

  synchronized Stop stop() {
    return stop;
  }

  BodyContext context() {
    return context;
  }

  @Override
  public void run() {
    begin();
    Change end;
    try {
      end = carryOut();
    } catch (Throwable t) {
      end = failed(t);
    }
    finish();
    long nanos = System.nanoTime() - startedNanos;
    if (!isToldByTransaction(end)) {
      tell(end);
    }
    worker.returned(this, nanos);
  }

  /** Of a body that began a transaction, the success is told by the commit of that. */
  private boolean isToldByTransaction(@Nullable Change end) {
    try (StoreTransaction transaction = context.transaction()) {
      if (transaction == null || !(end instanceof Change.Succeeded)) {
        return false; // what it has done is rolled back
      }
      synchronized (this) {
        if (told) {
          return true;
        }
        told = true;
      }
      worker.ends().tell(this, end, transaction);
      return true;
    }
  }

  void begin() {
    synchronized (this) {
      thread = Thread.currentThread();
      if (stop != Stop.NONE) {
        thread.interrupt();
      }
    }
    startedAt = engine.clock().millis();
    startedNanos = System.nanoTime();
    worker.watchTime(this);
  }

  void finish() {
    millis = (System.nanoTime() - startedNanos) / 1e6;
    synchronized (this) {
      thread = null;
      // An interrupt meant for this body must not reach the next on its thread.
      if (Thread.interrupted() && stop == Stop.NONE) {
        return; // a body that interrupted itself
      }
    }
  }

  /** Has the body know that it is to end; what it comes to is told, or not, accordingly. */
  void interrupt(Stop why) {
    synchronized (this) {
      if (stop == Stop.NONE || why == Stop.TAKEN) {
        stop = why;
      }
      if (why != Stop.CLOSING) {
        context.cancelled();
      }
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private @Nullable Change carryOut() throws Throwable {
    TaskDef task = definition();
    StoredValue[] arguments = arguments(task);
    CurrentBody current = currentBody();
    Object returned = current.run(() -> Carrying.invoke(task, arguments, context));
    StoredValue result = Carrying.result(task, returned);
    Hash key = CallKey.of(task, arguments);
    CallNode node = Carrying.leaf(task, key, arguments, result, worker.alone(task));
    return succeeded(task.version(), key, task.cache() == Cache.STORE, node);
  }

  CurrentBody currentBody() {
    return new CurrentBody(
        worker.shop(),
        id(),
        claimed.submission().execution(),
        claimed.attempt(),
        fence(),
        context,
        new Pausing());
  }

  private TaskDef definition() {
    return engine
        .tasks()
        .byName(task())
        .orElseThrow(() -> new HeddleException("There is no task " + task() + " here any more."));
  }

  private StoredValue[] arguments(TaskDef task) {
    List<StoredValue> recorded = claimed.submission().arguments();
    if (recorded.size() != task.arity()) {
      throw Carrying.otherParameters(task, claimed.submission().task(), recorded.size());
    }
    return recorded.toArray(StoredValue[]::new);
  }

  private InvocationHead head(TaskVersion version, Hash key, boolean reusable) {
    Submission order = claimed.submission();
    return new InvocationHead(
        order.id(), order.execution(), order.parent(), 0, version, key, List.of(), true, reusable);
  }

  /** What is told of a success: a body that was interrupted too late has succeeded. */
  @Nullable Change succeeded(TaskVersion version, Hash key, boolean reusable, CallNode node) {
    if (stop() == Stop.TIMEOUT) {
      return failed(new HeddleException("it returned after it was interrupted"));
    }
    return new Change.Succeeded(
        head(version, key, reusable), node, Hits.NONE, startedAt, engine.clock().millis());
  }

  /** What is told of a failure: an end, another attempt, or that it is given back. */
  @Nullable Change failed(Throwable thrown) {
    Stop why = stop();
    long now = engine.clock().millis();
    if (why == Stop.TAKEN) {
      return null;
    }
    if (why == Stop.CLOSING) {
      return new Change.GivenBack(id(), "its worker was closed", now);
    }
    if (thrown instanceof StoreException && why == Stop.NONE && worker.ends().mayTryAgain(this)) {
      // Not the task has failed: it is made again, and adopts what it had ordered.
      return new Change.GivenBack(id(), "the store failed under it: " + thrown.getMessage(), now);
    }
    StoredError error = Carrying.error(why == Stop.TIMEOUT ? timedOut() : thrown);
    Submission order = claimed.submission();
    if (order.order().retry().retries(claimed.attempt(), error.types())) {
      Duration wait =
          order.order().retry().delay(claimed.attempt(), ThreadLocalRandom.current().nextDouble());
      return new Change.RetryPlanned(id(), error, now + wait.toMillis(), now);
    }
    TaskVersion ran = engine.tasks().byName(task()).map(TaskDef::version).orElse(order.task());
    return new Change.Failed(head(ran, order.key(), false), error, Hits.NONE, startedAt, now);
  }

  /** The end of a body whose result the store does not take. */
  @Nullable Change unrecordable(StoreException error) {
    return failed(
        new HeddleException(
            "The result of task "
                + task()
                + " could not be recorded, though it was tried for seconds: "
                + error.getMessage()));
  }

  private TaskTimeoutException timedOut() {
    return new TaskTimeoutException(
        "Attempt "
            + claimed.attempt()
            + " of task "
            + task()
            + " (invocation "
            + Ids.text(id())
            + ") took longer than its timeout of "
            + Duration.ofMillis(claimed.submission().order().timeoutMillis())
            + " and was interrupted.");
  }

  /** A body that does not return though it timed out: its attempt is over without it. */
  void giveUp() {
    tell(failed(timedOut()));
  }

  /** Tells what it came to, once. */
  private void tell(@Nullable Change end) {
    synchronized (this) {
      if (told) {
        return;
      }
      told = true;
    }
    if (end != null) {
      worker.ends().tell(this, end);
    }
  }

  /** As a listener is told. */
  AttemptEnded asEnded(Change end) {
    InvocationState state = InvocationState.QUEUED;
    String why = null;
    if (end instanceof Change.Succeeded) {
      state = InvocationState.SUCCEEDED;
    } else if (end instanceof Change.Failed failed) {
      state = InvocationState.FAILED;
      why = brief(failed.error());
    } else if (end instanceof Change.RetryPlanned retry) {
      state = InvocationState.RETRYING;
      why = brief(retry.error());
    } else if (end instanceof Change.GivenBack back) {
      why = back.reason();
    }
    return new AttemptEnded(
        Ids.text(id()),
        task(),
        shownArguments(),
        state,
        claimed.attempt(),
        claimed.epoch() > claimed.attempt(),
        millis,
        why);
  }

  private List<String> shownArguments() {
    Submission order = claimed.submission();
    Sensitivity here =
        engine.tasks().byName(task()).map(TaskDef::sensitivity).orElse(Sensitivity.NONE);
    return order
        .task()
        .sensitivity()
        .and(here)
        .masked(
            order.arguments().stream()
                .map(a -> new String(a.bytes(), StandardCharsets.UTF_8))
                .toList());
  }

  private static String brief(StoredError error) {
    String type = error.types().isEmpty() ? "" : error.types().get(0);
    String name = type.substring(type.lastIndexOf('.') + 1);
    String message = error.message();
    return message == null ? name : name + ": " + message.lines().findFirst().orElse("");
  }

  /** Notes that it was told in another way. */
  synchronized void markTold() {
    told = true;
  }

  /** Waits without a slot, and so that the store knows for whom (law 10). */
  private final class Pausing implements CurrentBody.Pause {
    @Override
    public <T> T during(List<Long> invocations, Supplier<T> waiting) {
      long now = engine.clock().millis();
      Outcome outcome =
          Answers.written(engine.committer(), fence(), new Change.Paused(id(), invocations, now));
      if (outcome instanceof Outcome.Cycle cycle) {
        throw new WaitCycleException(
            "Waiting would never end, each waits for the next: "
                + cycle.invocations().stream().map(Ids::text).collect(Collectors.joining(" → ")));
      }
      refuseTaken(outcome);
      setPausing(true);
      try {
        return worker.places().withoutSlot(Attempt.this, waiting);
      } finally {
        setPausing(false);
        refuseTaken(
            Answers.written(
                engine.committer(), fence(), new Change.Resumed(id(), engine.clock().millis())));
      }
    }

    private void setPausing(boolean paused) {
      synchronized (Attempt.this) {
        pausing = paused;
        if (paused && stop != Stop.NONE && thread != null) {
          thread.interrupt(); // It was meant for a moment ago.
        }
      }
    }

    private void refuseTaken(Outcome outcome) {
      if (outcome instanceof Outcome.Rejected rejected) {
        interrupt(Stop.TAKEN);
        throw new HeddleException(
            "Invocation "
                + Ids.text(id())
                + " is no longer this worker's ("
                + rejected.reason()
                + "). What this body does from here on is not recorded.");
      }
    }
  }
}
