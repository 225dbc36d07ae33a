package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.Comparator;

/**
 * How many invocations of one kind and duration a span of time had.
 *
 * @param at when the span begins, epoch milliseconds
 * @param task name; empty for all together
 * @param bucket of {@link Durations}
 */
public record Activity(long at, String task, Kind kind, int bucket, long count) {
  /** By time, task, kind and bucket, as they are answered. */
  public static final Comparator<Activity> ORDER =
      Comparator.comparingLong(Activity::at)
          .thenComparing(Activity::task)
          .thenComparing(Activity::kind)
          .thenComparingInt(Activity::bucket);

  /** What is counted. The numbers are on record. */
  public enum Kind {
    /** Ended so; the duration is that of its last attempt. */
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Answered from the record: counted when the execution ended, or its row did. */
    CACHED,
    /** Ended, and had waited as long from when it was due until a worker took it. */
    WAITED;

    /** That of an invocation that ended in this state. */
    public static Kind of(InvocationState end) {
      return switch (end) {
        case SUCCEEDED -> SUCCEEDED;
        case FAILED -> FAILED;
        case CANCELLED -> CANCELLED;
        case CACHED -> CACHED;
        default -> throw new IllegalArgumentException(end + " is no end");
      };
    }

    /** Whether it is listed among the failures. */
    public boolean isSetback() {
      return this == FAILED || this == CANCELLED;
    }
  }
}
