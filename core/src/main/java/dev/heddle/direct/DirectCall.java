package dev.heddle.direct;

import dev.heddle.DirectTask;
import dev.heddle.HeddleException;
import dev.heddle.NoWorkerException;
import dev.heddle.OnNoWorker;
import dev.heddle.config.SyncMode;
import dev.heddle.executor.CurrentBody;
import dev.heddle.task.FanShape;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.work.Parts;
import dev.heddle.work.Workshop;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direct call: from the arguments in hand to a value, an exception, or the word to run here.
 */
final class DirectCall {
  /** How often a call that does not wait for ever looks whether anybody serves it. */
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Logger LOG = LoggerFactory.getLogger(DirectTask.class);

  private final TaskMethod method;
  private final @Nullable Object self;
  private final @Nullable Object[] given;
  private @Nullable Object value;

  DirectCall(TaskMethod method, @Nullable Object self, @Nullable Object[] given) {
    this.method = method;
    this.self = self;
    this.given = given;
  }

  /** What the call came to. */
  @Nullable Object value() {
    return value;
  }

  /** Carries it out; false if its body is to run here after all. */
  boolean carryOut(SyncMode mode) throws Throwable {
    if (mode == SyncMode.STRICT) {
      value = new ByCodec(method, DefaultApp.tasks()).call(arguments());
      return true;
    }
    Workshop shop =
        CurrentBody.get().map(body -> (Workshop) body.app()).orElseGet(DefaultApp::workshop);
    shop.employ();
    return order(shop);
  }

  private List<@Nullable Object> arguments() {
    return method.argumentsOf(self, given);
  }

  private boolean order(Workshop shop) throws Throwable {
    TaskDef task = shop.define(method);
    OnNoWorker policy = policy();
    if (policy != OnNoWorker.WAIT && !shop.isServed(task)) {
      return unserved(task, policy);
    }
    Parts parts = ordered(shop, task, arguments());
    if (method.returnsFuture()) {
      StackTraceElement[] caller = CallerFrames.now();
      value = parts.future(part -> merged(part.values()), failed -> failed.thrown(caller));
      return true;
    }
    if (!await(shop, task, parts, policy)) {
      return unserved(task, policy);
    }
    Parts.Failure failure = parts.failure();
    if (failure != null) {
      throw failure.thrown(CallerFrames.now());
    }
    value = merged(parts.values());
    return true;
  }

  private Parts ordered(Workshop shop, TaskDef task, List<@Nullable Object> arguments) {
    FanShape fan = method.fan();
    if (fan == null) {
      return shop.order(task, arguments);
    }
    int place = method.argumentAt(fan.parameter());
    return shop.orderParts(task, arguments, place, fan.split(arguments.get(place)));
  }

  private OnNoWorker policy() {
    return Objects.requireNonNull(method.spec().direct()).onNoWorker();
  }

  /** Where nobody would take it. Reached only before it is ordered, or after it was taken back. */
  private boolean unserved(TaskDef task, OnNoWorker policy) {
    String where = "task " + task.name() + " in queue " + task.order().queue();
    if (policy == OnNoWorker.FAIL) {
      throw new NoWorkerException(
          "No living worker serves "
              + where
              + ". Start one with ./heddle worker FILE.java, or let the call wait"
              + " (onNoWorker = WAIT) or run here (RUN_HERE). Nothing of it is in the queue.");
    }
    LOG.warn("event=direct-call-runs-here reason=\"no living worker serves {}\"", where);
    return false;
  }

  /** Waits for its end; false if it was taken back since nobody serves it. */
  private boolean await(Workshop shop, TaskDef task, Parts parts, OnNoWorker policy)
      throws InterruptedException {
    try {
      if (policy == OnNoWorker.WAIT) {
        parts.await(Long.MAX_VALUE);
        return true;
      }
      while (!parts.await(LOOK_NANOS)) {
        if (!shop.isServed(task) && parts.withdraw("no living worker serves it")) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      if (CurrentBody.get().isEmpty()) {
        parts.cancel("its caller was interrupted");
      }
      if (declaresInterrupts()) {
        throw e;
      }
      Thread.currentThread().interrupt();
      throw new HeddleException("Interrupted while waiting for " + task.name() + ".", e);
    }
  }

  private boolean declaresInterrupts() {
    return Arrays.stream(method.method().getExceptionTypes())
        .anyMatch(declared -> declared.isAssignableFrom(InterruptedException.class));
  }

  private @Nullable Object merged(List<@Nullable Object> values) {
    FanShape fan = method.fan();
    return fan == null ? values.get(0) : fan.merge(values);
  }
}
