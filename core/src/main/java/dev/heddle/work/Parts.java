package dev.heddle.work;

import dev.heddle.DirectTask;
import dev.heddle.HeddleException;
import dev.heddle.InvocationState;
import dev.heddle.ResultTimeoutException;
import dev.heddle.WorkerStackTrace;
import dev.heddle.eval.RebuiltErrors;
import dev.heddle.store.Ids;
import dev.heddle.store.StoredError;
import dev.heddle.task.TaskDef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations of one direct call, in the order of its parts. It is decided when all have
 * succeeded, or when one has failed and all before it have ended: which failure counts does not
 * depend on timing. What stands behind a failure is cancelled, as plain code would not have come to
 * it. Thread-safe.
 */
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(DirectTask.class);

  private final Workshop shop;
  private final TaskDef task;
  private final List<Long> ids;
  private final @Nullable End[] ends;
  private final CompletableFuture<Void> decided = new CompletableFuture<>();

  /** The first part that is known to have failed; as many as there are if none is. */
  private int failed;

  /** All parts before this one have ended. */
  private int reached;

  Parts(Workshop shop, TaskDef task, List<Long> ids) {
    this.shop = shop;
    this.task = task;
    this.ids = List.copyOf(ids);
    this.ends = new End[ids.size()];
    this.failed = ids.size();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it only notes the end, which tells all itself
  Parts watched() {
    NoWorker.Where where = new NoWorker.Where(task.order().queue(), task.name());
    for (int i = 0; i < ids.size(); i++) {
      int part = i;
      shop.waits()
          .end(ids.get(i), where)
          .whenComplete(
              (end, closed) -> {
                if (closed != null) {
                  decided.completeExceptionally(closed);
                } else {
                  ended(part, end);
                }
              });
    }
    return this;
  }

  private void ended(int part, End end) {
    List<Long> needless = List.of();
    boolean over;
    synchronized (this) {
      ends[part] = end;
      if (end.state() != InvocationState.SUCCEEDED && part < failed) {
        needless = open(part + 1, failed);
        failed = part;
      }
      while (reached < failed && ends[reached] != null) {
        reached++;
      }
      over = reached == failed;
    }
    if (!needless.isEmpty()) {
      List<Long> dropped = needless;
      // On another thread: what tells the end is the thread that commits.
      shop.callbacks().execute(() -> drop(dropped, part));
    }
    if (over) {
      decided.complete(null);
    }
  }

  private void drop(List<Long> needless, int failedPart) {
    try {
      shop.cancel(needless, "part " + (failedPart + 1) + " failed");
    } catch (HeddleException e) {
      // The app is closing: they run, and nobody asks for what they come to.
      LOG.debug("event=parts-not-cancelled parts={} task={}", needless.size(), task.name(), e);
    }
  }

  private List<Long> open(int from, int to) {
    List<Long> open = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (ends[i] == null) {
        open.add(ids.get(i));
      }
    }
    return open;
  }

  /**
   * Waits until it is decided; in a body, without holding a slot.
   *
   * @return false if that took longer
   * @throws InterruptedException and it goes on
   */
  public boolean await(long nanos) throws InterruptedException {
    try {
      Handle.await(ids, decided, nanos, () -> new ResultTimeoutException("not yet"));
      return true;
    } catch (ResultTimeoutException e) {
      return false;
    } catch (HeddleException e) {
      if (e.getCause() instanceof InterruptedException interrupt && Thread.interrupted()) {
        interrupt.addSuppressed(e);
        throw interrupt;
      }
      throw e;
    }
  }

  /** What it came to, once decided, made by other threads. */
  @SuppressWarnings("FutureReturnValueIgnored") // it only hands the end on
  public CompletableFuture<@Nullable Object> future(
      Function<Parts, @Nullable Object> value, Function<Failure, Throwable> thrown) {
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    decided.whenCompleteAsync(
        (nothing, closed) -> {
          try {
            Failure failure = closed == null ? failure() : null;
            if (closed != null) {
              future.completeExceptionally(closed);
            } else if (failure != null) {
              future.completeExceptionally(thrown.apply(failure));
            } else {
              future.complete(value.apply(this));
            }
          } catch (Throwable e) {
            future.completeExceptionally(e);
          }
        },
        shop.callbacks());
    return future;
  }

  /** The values in order, each fresh; only if there is no failure. */
  public synchronized List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>(ends.length);
    for (int i = 0; i < ends.length; i++) {
      values.add(
          new Results(Ids.text(ids.get(i)), task.name(), task, task.result())
              .of(java.util.Objects.requireNonNull(ends[i])));
    }
    return values;
  }

  /** The failure that counts; null if all succeeded. */
  public synchronized @Nullable Failure failure() {
    if (failed == ends.length) {
      return null;
    }
    End end = java.util.Objects.requireNonNull(ends[failed]);
    String id = Ids.text(ids.get(failed));
    if (end.state() == InvocationState.CANCELLED) {
      new Results(id, task.name(), task, task.result()).of(end); // throws it
    }
    return new Failure(task, id, end.error());
  }

  /** Ends what has not ended. */
  public void cancel(String reason) {
    shop.cancel(ids, reason);
  }

  /**
   * Takes back what nobody carries out: false if a part has succeeded or failed meanwhile, so that
   * the call is decided by that.
   */
  public boolean withdraw(String reason) throws InterruptedException {
    shop.cancel(ids, reason);
    await(Long.MAX_VALUE);
    synchronized (this) {
      return failed < ends.length
          && java.util.Objects.requireNonNull(ends[failed]).state() == InvocationState.CANCELLED;
    }
  }

  /**
   * How a part failed.
   *
   * @param invocation its id; empty if there was none
   * @param error null if it was pruned
   */
  public record Failure(TaskDef task, String invocation, @Nullable StoredError error) {
    private static final String FROM_WORKER = WorkerStackTrace.class.getName();

    /**
     * The exception, as its caller gets it: with the caller's stack, and the worker's frames in its
     * cause or, if it has one of its own, in a suppressed one.
     */
    public Throwable thrown(StackTraceElement[] caller) {
      if (error == null) {
        return new HeddleException(
            "Invocation "
                + invocation
                + " of task "
                + task.name()
                + " failed; its error was pruned.");
      }
      StoredError cause = error.cause();
      boolean ours = cause == null || cause.types().contains(FROM_WORKER);
      WorkerStackTrace frames =
          new WorkerStackTrace(
              invocation.isEmpty()
                  ? "thrown by task " + task.name()
                  : "thrown on a worker, by invocation " + invocation + " of task " + task.name(),
              ours && cause != null ? RebuiltErrors.of(cause, task) : null);
      frames.setStackTrace(RebuiltErrors.frames(error).toArray(StackTraceElement[]::new));
      Throwable thrown =
          RebuiltErrors.of(ours ? error.withoutCause() : error, task, ours ? frames : null);
      if (thrown.getCause() != frames) {
        thrown.addSuppressed(frames);
      }
      thrown.setStackTrace(caller);
      return thrown;
    }
  }
}
