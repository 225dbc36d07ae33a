package dev.heddle.direct;

import dev.heddle.DirectTask;
import dev.heddle.HeddleException;
import dev.heddle.NoWorkerException;
import dev.heddle.OnNoWorker;
import dev.heddle.TaskContext;
import dev.heddle.config.SyncMode;
import dev.heddle.eval.Carrying;
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
      tellUnserved(task, policy);
      return false;
    }
    CutCall cut = CutCall.of(method, arguments());
    Parts parts =
        cut.isWhole()
            ? shop.order(task, cut.arguments())
            : shop.orderParts(task, cut.arguments(), cut.place(), cut.parts());
    if (method.returnsFuture()) {
      StackTraceElement[] caller = CallerFrames.now();
      value = parts.future(decided -> outcome(task, decided, cut, caller));
      if (policy != OnNoWorker.WAIT) {
        parts.lookEvery(LOOK_NANOS, () -> takeBackIfUnserved(shop, task, parts));
      }
      return true;
    }
    await(shop, task, parts, policy);
    if (parts.isTakenBack() && cut.isWhole()) {
      tellUnserved(task, policy);
      return false;
    }
    value = outcome(task, parts, cut, CallerFrames.now());
    return true;
  }

  private OnNoWorker policy() {
    return Objects.requireNonNull(method.spec().direct()).onNoWorker();
  }

  private @Nullable Object outcome(
      TaskDef task, Parts parts, CutCall cut, StackTraceElement[] caller) throws Throwable {
    if (parts.isTakenBack()) {
      tellUnserved(task, policy());
      return merged(parts.values(part -> here(task, cut.arguments(part)), caller));
    }
    Parts.Failure failure = parts.failure();
    if (failure != null) {
      throw failure.thrown(caller);
    }
    return merged(parts.values());
  }

  /** Runs the body in this thread, on the arguments themselves. */
  private @Nullable Object here(TaskDef task, List<@Nullable Object> arguments) throws Throwable {
    Object returned = method.invoke(self, arguments.toArray(), TaskContext.injected());
    if (method.returnsFuture()) {
      returned = Carrying.held(task, returned);
    }
    // A copy: others are put into it.
    return task.result().decode(Carrying.result(task, returned).bytes());
  }

  /**
   * Says that nobody takes it. Reached only before it is ordered, or after it was taken back.
   *
   * @throws NoWorkerException if it is to fail then
   */
  private static void tellUnserved(TaskDef task, OnNoWorker policy) {
    String where = "task " + task.name() + " in queue " + task.order().queue();
    if (policy == OnNoWorker.FAIL) {
      throw new NoWorkerException(
          "No living worker serves "
              + where
              + ". Start one with ./heddle worker FILE.java, or let the call wait"
              + " (onNoWorker = WAIT) or run here (RUN_HERE). Nothing of it is in the queue.");
    }
    LOG.warn("event=direct-call-runs-here reason=\"no living worker serves {}\"", where);
  }

  private static void takeBackIfUnserved(Workshop shop, TaskDef task, Parts parts) {
    if (!shop.isServed(task)) {
      parts.withdraw("no living worker serves it");
    }
  }

  /** Waits for its end, or takes it back since nobody serves it. */
  private void await(Workshop shop, TaskDef task, Parts parts, OnNoWorker policy)
      throws InterruptedException {
    try {
      while (!parts.await(policy == OnNoWorker.WAIT ? Long.MAX_VALUE : LOOK_NANOS)) {
        takeBackIfUnserved(shop, task, parts);
      }
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
