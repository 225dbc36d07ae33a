package dev.heddle.executor;

import dev.heddle.HeddleException;
import dev.heddle.TransactionContext;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Committer;
import dev.heddle.store.Ids;
import dev.heddle.store.LogLine;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a body is told of its invocation. Lines and progress are written under its fence. */
public final class BodyContext implements TransactionContext {
  private final long invocation;
  private final long execution;
  private final int attempt;
  private final Fence fence;
  private final @Nullable Instant deadline;
  private final Committer committer;
  private final InstantSource clock;
  private final String task;
  private volatile boolean cancelled;

  /** Begins a transaction; null where there is none for this body. */
  private final @Nullable Supplier<StoreTransaction> beginning;

  private @Nullable StoreTransaction transaction;

  /** The newest progress that is not told yet; guarded by this. */
  private Change.@Nullable Progressed next;

  private boolean telling;

  /**
   * A context for one attempt of one invocation of the task of this name.
   *
   * @param beginning begins the transaction that commits with the body's success; null if the body
   *     is not that of an ordered invocation
   */
  public BodyContext(
      long invocation,
      long execution,
      int attempt,
      Fence fence,
      @Nullable Instant deadline,
      Committer committer,
      InstantSource clock,
      String task,
      @Nullable Supplier<StoreTransaction> beginning) {
    this.invocation = invocation;
    this.execution = execution;
    this.attempt = attempt;
    this.fence = fence;
    this.deadline = deadline;
    this.committer = committer;
    this.clock = clock;
    this.task = task;
    this.beginning = beginning;
  }

  @Override
  public synchronized Connection connection() {
    if (beginning == null) {
      throw new HeddleException(
          "Task "
              + task
              + " is evaluated as part of an expression, whose calls are committed in groups:"
              + " only a task that is ordered by itself has a transaction of its own. Submit it.");
    }
    StoreTransaction open = transaction;
    if (open == null) {
      open = beginning.get();
      transaction = open;
    }
    return open.connection();
  }

  /**
   * The transaction that the body began, which the caller commits or closes; null if it has not.
   */
  public synchronized @Nullable StoreTransaction transaction() {
    return transaction;
  }

  /** It was cancelled, or timed out. */
  public void cancelled() {
    cancelled = true;
  }

  @Override
  public String id() {
    return Ids.text(invocation);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public String execution() {
    return Ids.text(execution);
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.ofNullable(deadline);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Logger log() {
    return new KeptLog(task, this::keep);
  }

  private void keep(String level, String text) {
    tell(new Change.Logged(invocation, List.of(new LogLine(clock.millis(), attempt, level, text))));
  }

  @Override
  public void progress(long done, long total) {
    synchronized (this) {
      next = new Change.Progressed(invocation, done, total);
      if (telling) {
        return; // Told when the one before is, so that a body may say it as often as it likes.
      }
      telling = true;
    }
    tellNext();
  }

  private void tellNext() {
    Change.Progressed newest;
    synchronized (this) {
      newest = next;
      next = null;
      if (newest == null) {
        telling = false;
        return;
      }
    }
    try {
      committer.submit(fence, List.of(newest), outcome -> tellNext());
    } catch (StoreException closed) {
      synchronized (this) {
        telling = false; // The app is closing: nobody will ask how far it was.
      }
    }
  }

  private void tell(Change change) {
    try {
      committer.submit(fence, List.of(change), null);
    } catch (StoreException closed) {
      return; // The app is closing; the line stands in the process's own log.
    }
  }
}
