package dev.heddle.store;

import dev.heddle.RetryPolicy;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered: a call of a task, or a whole expression. Never changes once it is on record.
 *
 * @param id the invocation's id
 * @param execution the root of the tree it belongs to: its own id, or that of its topmost parent
 * @param identity what it is a child of, if it was ordered by the body of another
 * @param task the task as the submitter knows it; the name says who may claim it. For an expression
 *     the task its value comes from, or the first one in it
 * @param key the call key as the submitter's code makes it; for an expression, the hash of its form
 * @param arguments in the order of the task's parameters; empty for an expression
 * @param expression the stored form of an expression, or null for a call
 * @param retryOf the final invocation it repeats, or 0
 */
public record Submission(
    long id,
    long execution,
    @Nullable Identity identity,
    TaskVersion task,
    Hash key,
    List<StoredValue> arguments,
    byte @Nullable [] expression,
    Order order,
    long retryOf,
    long submittedAt) {

  /**
   * Who it is among the children of one parent (PROTOCOL §2). Unique in the store: ordering a child
   * that is on record adopts it, in whatever state it is.
   *
   * @param parent the invocation whose body ordered it
   * @param attempt which attempt of the parent; a planned retry makes new children
   * @param call hash of the task's name and the arguments
   * @param occurrence how many equal calls the same attempt had ordered before
   */
  public record Identity(long parent, int attempt, Hash call, int occurrence) {}

  /**
   * How it is to be carried out.
   *
   * @param queue the queue it stands in
   * @param priority higher goes first; equal ones in the order of their ids
   * @param due when it may begin, epoch milliseconds; 0 for at once
   * @param timeoutMillis how long one attempt may take; 0 for as long as it likes
   * @param key of submissions of one task with one key only the first makes an invocation; null for
   *     none
   * @param maxRecoveries how many deaths of workers it may cause
   * @param tags labels to find it by
   */
  public record Order(
      String queue,
      int priority,
      long due,
      RetryPolicy retry,
      long timeoutMillis,
      @Nullable String key,
      int maxRecoveries,
      Set<String> tags) {

    /** One without tags. */
    public Order(
        String queue,
        int priority,
        long due,
        RetryPolicy retry,
        long timeoutMillis,
        @Nullable String key,
        int maxRecoveries) {
      this(queue, priority, due, retry, timeoutMillis, key, maxRecoveries, Set.of());
    }
  }

  /** The same ordered once more: as nobody's child, at once, and without its key. */
  public Submission again(long newId, long now) {
    Order once =
        new Order(
            order.queue(),
            order.priority(),
            0,
            order.retry(),
            order.timeoutMillis(),
            null,
            order.maxRecoveries(),
            order.tags());
    return new Submission(newId, newId, null, task, key, arguments, expression, once, id, now);
  }

  /** The parent's id, or 0. */
  public long parent() {
    return identity == null ? 0 : identity.parent();
  }
}
