package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.ResultTimeoutException;
import dev.heddle.executor.CurrentBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/** Handles on what was ordered together. */
final class Group<R> implements InvocationGroup<R> {
  /** Of how many that a body waits for one by one the store is told at a time. */
  private static final int AWAITED = 100;

  private final Workshop shop;
  private final List<Handle<R>> handles;

  Group(Workshop shop, List<Handle<R>> handles) {
    this.shop = shop;
    this.handles = List.copyOf(handles);
  }

  @Override
  public List<Invocation<R>> invocations() {
    return Collections.unmodifiableList(handles);
  }

  @Override
  public int size() {
    return handles.size();
  }

  @Override
  public Iterator<Invocation<R>> iterator() {
    return invocations().iterator();
  }

  @Override
  public List<R> results() {
    return results(Long.MAX_VALUE, Duration.ZERO);
  }

  @Override
  public List<R> results(Duration timeout) {
    return results(Handle.nanos(timeout), timeout);
  }

  private List<R> results(long nanos, Duration timeout) {
    List<CompletableFuture<End>> ends = handles.stream().map(Handle::end).toList();
    CompletableFuture<Void> all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    Handle.await(ids(handles), all, nanos, () -> late(ends, timeout));
    List<R> results = new ArrayList<>(handles.size());
    for (Handle<R> handle : handles) {
      results.add(handle.value(ends.get(results.size()).join()));
    }
    return Collections.unmodifiableList(results);
  }

  private static ResultTimeoutException late(List<CompletableFuture<End>> ends, Duration timeout) {
    long ended = ends.stream().filter(CompletableFuture::isDone).count();
    return new ResultTimeoutException(
        ended
            + " of "
            + ends.size()
            + " invocations have ended within "
            + timeout
            + ". The others go on.");
  }

  private static <R> List<Long> ids(List<Handle<R>> handles) {
    return handles.stream().map(Handle::number).toList();
  }

  @Override
  public Iterable<Invocation<R>> asCompleted() {
    return Completed::new;
  }

  @Override
  public int cancel() {
    return shop.cancel(ids(handles), "cancelled by its caller");
  }

  /** Gives them as they end. */
  private final class Completed implements Iterator<Invocation<R>> {
    private final BlockingQueue<Handle<R>> ended = new LinkedBlockingQueue<>();
    private final List<Handle<R>> open = new ArrayList<>(handles);
    private int given;

    @SuppressWarnings("FutureReturnValueIgnored") // it only notes the end, which tells all itself
    Completed() {
      handles.forEach(handle -> handle.end().whenComplete((end, closed) -> ended.add(handle)));
    }

    @Override
    public boolean hasNext() {
      return given < handles.size();
    }

    @Override
    public Invocation<R> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Handle<R> next = ended.poll();
      if (next == null) {
        next =
            CurrentBody.get()
                .map(body -> body.pause().during(stillOpen(), this::take))
                .orElseGet((Supplier<Handle<R>>) this::take);
      }
      given++;
      return next;
    }

    private List<Long> stillOpen() {
      open.removeIf(handle -> handle.end().isDone());
      return ids(open.subList(0, Math.min(AWAITED, open.size())));
    }

    private Handle<R> take() {
      try {
        return ended.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new HeddleException(
            "Interrupted while waiting for the next result. The invocations go on.", e);
      }
    }
  }
}
