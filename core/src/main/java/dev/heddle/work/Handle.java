package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.ResultTimeoutException;
import dev.heddle.StateChange;
import dev.heddle.TaskFailedException;
import dev.heddle.UnknownInvocationException;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.Ids;
import dev.heddle.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A handle on one invocation: an id and how its result is read. */
final class Handle<R> implements Invocation<R> {
  private final Workshop shop;
  private final long id;
  private final String task;
  private final String queue;
  private final Results results;
  private final long since;
  private volatile @Nullable CompletableFuture<End> end;

  /**
   * @param since what was heard of ends before it was ordered, or {@link Store#NOTHING_HEARD}
   */
  Handle(Workshop shop, long id, String task, String queue, Results results, long since) {
    this.shop = shop;
    this.id = id;
    this.task = task;
    this.queue = queue;
    this.results = results;
    this.since = since;
  }

  long number() {
    return id;
  }

  CompletableFuture<End> end() {
    CompletableFuture<End> known = end;
    if (known == null) {
      known = shop.waits().end(id, new NoWorker.Where(queue, task), since);
      end = known;
    }
    return known;
  }

  @Override
  public String id() {
    return Ids.text(id);
  }

  @Override
  public String task() {
    return task;
  }

  @Override
  public InvocationState state() {
    InvocationState state = shop.read(store -> store.states(List.of(id))).get(id);
    if (state == null) {
      throw unknown();
    }
    return state;
  }

  private UnknownInvocationException unknown() {
    return new UnknownInvocationException(
        "There is no invocation " + id() + " on record any more; it may have been pruned.");
  }

  @Override
  public R result() {
    return value(await(List.of(id), end(), Long.MAX_VALUE, () -> late(Duration.ZERO)));
  }

  @Override
  public R result(Duration timeout) {
    return value(await(List.of(id), end(), nanos(timeout), () -> late(timeout)));
  }

  static long nanos(Duration timeout) {
    return timeout.compareTo(Duration.ofDays(100_000)) > 0
        ? Long.MAX_VALUE
        : Math.max(0, timeout.toNanos());
  }

  private ResultTimeoutException late(Duration timeout) {
    return new ResultTimeoutException(
        "Invocation "
            + id()
            + " of task "
            + task
            + " has not ended within "
            + timeout
            + ": it is "
            + state()
            + ", and goes on.");
  }

  @Override
  public <X extends Throwable> R result(Class<X> checked) throws X {
    try {
      return result();
    } catch (TaskFailedException e) {
      if (checked.isInstance(e.getCause())) {
        throw checked.cast(e.getCause());
      }
      throw e;
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the type of the task says what its values are
  R value(End end) {
    return (R) results.of(end);
  }

  /** Waits on this thread; in a body so that it holds no slot meanwhile. */
  static <T> T await(
      List<Long> ids, CompletableFuture<T> end, long nanos, Supplier<RuntimeException> late) {
    if (end.isDone() || nanos == 0) {
      return get(end, nanos, late);
    }
    return CurrentBody.get()
        .map(body -> body.pause().during(ids, () -> get(end, nanos, late)))
        .orElseGet(() -> get(end, nanos, late));
  }

  private static <T> T get(CompletableFuture<T> end, long nanos, Supplier<RuntimeException> late) {
    try {
      return nanos == Long.MAX_VALUE ? end.get() : end.get(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeddleException(
          "Interrupted while waiting for a result. The invocation goes on.", e);
    } catch (TimeoutException e) {
      throw late.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new HeddleException("Waiting failed: " + e.getCause(), e.getCause());
    }
  }

  @Override
  public boolean cancel() {
    return shop.cancel(List.of(id), "cancelled by its caller") > 0;
  }

  @Override
  public List<StateChange> history() {
    List<StateChange> history = shop.read(store -> store.history(id));
    if (history.isEmpty()) {
      throw unknown();
    }
    return history;
  }

  @Override
  public CompletableFuture<R> toCompletableFuture() {
    // On other threads: what completes the end is the thread that commits.
    return end().thenApplyAsync(this::value, shop.callbacks());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Handle<?> handle && handle.id == id && handle.shop == shop;
  }

  @Override
  public int hashCode() {
    return Objects.hash(id);
  }

  @Override
  public String toString() {
    return task + " " + id();
  }
}
