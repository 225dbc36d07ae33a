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
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
  private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

  /** Those that had not ended when all was taken back. */
  private final BitSet withdrawn = new BitSet();

  /** The first part that is known to have failed; as many as there are if none is. */
  private int failed;

  /** All parts before this one have ended. */
  private int reached;

  private int open;

  Parts(Workshop shop, TaskDef task, List<Long> ids) {
    this.shop = shop;
    this.task = task;
    this.ids = List.copyOf(ids);
    this.ends = new End[ids.size()];
    this.failed = ids.size();
    this.open = ids.size();
  }

  /**
   * Begins to wait.
   *
   * @param since what was heard of ends before they were ordered
   */
  @SuppressWarnings("FutureReturnValueIgnored") // it only notes the end, which tells all itself
  Parts watched(long since) {
    NoWorker.Where where = new NoWorker.Where(task.order().queue(), task.name());
    for (int i = 0; i < ids.size(); i++) {
      int part = i;
      shop.waits()
          .end(ids.get(i), where, since)
          .whenComplete(
              (end, closed) -> {
                if (closed != null) {
                  decided.completeExceptionally(closed);
                  allEnded.completeExceptionally(closed);
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
    boolean last;
    synchronized (this) {
      ends[part] = end;
      last = --open == 0;
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
    if (last) {
      allEnded.complete(null);
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
    return await(decided, nanos);
  }

  private boolean await(CompletableFuture<Void> event, long nanos) throws InterruptedException {
    try {
      Handle.await(ids, event, nanos, () -> new ResultTimeoutException("not yet"));
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

  /** What a decided call comes to. */
  @FunctionalInterface
  public interface Outcome {
    /** Its value, or what it throws. */
    @Nullable Object of(Parts decided) throws Throwable;
  }

  /** What it comes to, once decided, made by other threads. */
  @SuppressWarnings("FutureReturnValueIgnored") // it only hands the end on
  public CompletableFuture<@Nullable Object> future(Outcome outcome) {
    CompletableFuture<@Nullable Object> future = new CompletableFuture<>();
    decided.whenCompleteAsync(
        (nothing, closed) -> {
          try {
            if (closed != null) {
              future.completeExceptionally(closed);
            } else {
              future.complete(outcome.of(this));
            }
          } catch (Throwable e) {
            future.completeExceptionally(e);
          }
        },
        shop.callbacks());
    return future;
  }

  /** Has another thread look each time this long has passed, until it is decided. */
  public void lookEvery(long nanos, Runnable look) {
    shop.later(
        TimeUnit.NANOSECONDS.toMillis(nanos),
        () -> {
          if (!decided.isDone()) {
            shop.callbacks()
                .execute(
                    () -> {
                      look.run();
                      lookEvery(nanos, look);
                    });
          }
        });
  }

  /** The values in order, each fresh; only if there is no failure. */
  public synchronized List<@Nullable Object> values() {
    List<@Nullable Object> values = new ArrayList<>(ends.length);
    for (int i = 0; i < ends.length; i++) {
      values.add(value(i));
    }
    return values;
  }

  private @Nullable Object value(int part) {
    return new Results(Ids.text(ids.get(part)), task.name(), task, task.result())
        .of(Objects.requireNonNull(ends[part]));
  }

  /** Makes the value of a part. */
  @FunctionalInterface
  public interface Maker {
    /** The value of the part at this place, or what it throws. */
    @Nullable Object make(int part) throws Throwable;
  }

  /**
   * The values in order, of those that were taken back as they are made now.
   *
   * @param caller the stack of what a part threw that was carried out
   * @throws Throwable what the first part threw that failed
   */
  public List<@Nullable Object> values(Maker here, StackTraceElement[] caller) throws Throwable {
    await(allEnded, Long.MAX_VALUE);
    List<@Nullable Object> values = new ArrayList<>(ends.length);
    for (int i = 0; i < ends.length; i++) {
      Failure failure = null;
      boolean takenBack;
      synchronized (this) {
        takenBack = isTakenBack(i);
        if (!takenBack) {
          failure = failure(i);
        }
      }
      if (failure != null) {
        throw failure.thrown(caller);
      }
      values.add(takenBack ? here.make(i) : value(i));
    }
    return values;
  }

  /** The failure that counts; null if all succeeded. */
  public synchronized @Nullable Failure failure() {
    return failed == ends.length ? null : failure(failed);
  }

  private @Nullable Failure failure(int part) {
    End end = Objects.requireNonNull(ends[part]);
    String id = Ids.text(ids.get(part));
    if (end.state() == InvocationState.SUCCEEDED) {
      return null;
    }
    if (end.state() == InvocationState.CANCELLED) {
      new Results(id, task.name(), task, task.result()).of(end); // throws it
    }
    return new Failure(task, id, end.error());
  }

  /** Ends what has not ended. */
  public void cancel(String reason) {
    shop.cancel(ids, reason);
  }

  /** Takes back what nobody carries out: what has not ended, ends. */
  public void withdraw(String reason) {
    synchronized (this) {
      for (int i = 0; i < ends.length; i++) {
        if (ends[i] == null) {
          withdrawn.set(i);
        }
      }
    }
    shop.cancel(ids, reason);
  }

  /** Whether it is decided by a part that was taken back. */
  public synchronized boolean isTakenBack() {
    return failed < ends.length && isTakenBack(failed);
  }

  /** A part may have come to its own end meanwhile. */
  private boolean isTakenBack(int part) {
    return withdrawn.get(part)
        && Objects.requireNonNull(ends[part]).state() == InvocationState.CANCELLED;
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
