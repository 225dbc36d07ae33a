package dev.heddle.sql;

import dev.heddle.store.Claimed;
import dev.heddle.store.Submission;
import dev.heddle.value.Hash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The row of an invocation that was claimed; what it refers to is looked up afterwards. */
record Taken(
    long id,
    long epoch,
    int attempt,
    int flags,
    boolean suspect,
    long execution,
    long parent,
    long task,
    byte[] key,
    byte[] arguments,
    byte[] ordering,
    byte @Nullable [] expression,
    long rank,
    long due) {
  /** In the order in which they are to begin. */
  static final Comparator<Taken> FIRST_TO_LAST =
      Comparator.comparingLong(Taken::rank).thenComparingLong(Taken::id);

  /** As {@link QueueSql#CLAIMED} answers it. */
  static Taken read(ResultSet row) throws SQLException {
    return new Taken(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getInt(4),
        row.getInt(5) != 0,
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getBytes(9),
        row.getBytes(10),
        row.getBytes(11),
        row.getBytes(12),
        row.getLong(13),
        row.getLong(14));
  }

  /** Whether it began by this claim, and nothing had happened to it before. */
  boolean isFirst() {
    return epoch == 1 && attempt == 1 && flags == LiveRow.BEGUN_BY_CLAIM && !suspect;
  }

  Claimed claimed(Session session, Names names, Lanes lanes) throws SQLException {
    Ordering order = Ordering.read(ordering, parent);
    Submission submission =
        new Submission(
            id,
            execution,
            order.identity(),
            names.task(session, task),
            Hash.of(key),
            java.util.List.copyOf(names.values(session, arguments)),
            expression,
            order.order(lanes.lane(session, order.lane()).queue()),
            order.retryOf(),
            order.submittedAt());
    return new Claimed(submission, epoch, (flags & LiveRow.BEGUN_BY_CLAIM) != 0, attempt, suspect);
  }
}
