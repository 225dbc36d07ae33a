package dev.heddle.sql;

import dev.heddle.RetryPolicy;
import dev.heddle.store.Submission;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an order says beside the columns of its invocation's row, packed into one of them: written
 * once, and read only where somebody looks at that invocation.
 *
 * @param tags empty where the blob was written before there were any
 * @param claimant the worker that took it in the transaction of its order, or 0
 */
record Ordering(
    long lane,
    int priority,
    long due,
    RetryPolicy retry,
    long timeoutMillis,
    @Nullable String key,
    int maxRecoveries,
    Submission.@Nullable Identity identity,
    long retryOf,
    long submittedAt,
    long claimant,
    Set<String> tags) {
  private static final int KEY = 1;
  private static final int IDENTITY = 2;
  private static final int RETRY = 4;
  private static final int TIMEOUT = 8;
  private static final int RETRY_OF = 16;
  private static final int CLAIMANT = 32;
  private static final int TAGS = 64;

  static byte[] pack(Submission s, long lane, long claimant) {
    Submission.Order order = s.order();
    Submission.Identity identity = s.identity();
    String key = order.key();
    int has =
        (key == null ? 0 : KEY)
            | (identity == null ? 0 : IDENTITY)
            | (order.retry().equals(RetryPolicy.NONE) ? 0 : RETRY)
            | (order.timeoutMillis() == 0 ? 0 : TIMEOUT)
            | (s.retryOf() == 0 ? 0 : RETRY_OF)
            | (claimant == 0 ? 0 : CLAIMANT)
            | (order.tags().isEmpty() ? 0 : TAGS);
    Packer packed = new Packer().number(has).number(lane).difference(order.priority());
    packed.number(order.due()).number(s.submittedAt()).number(order.maxRecoveries());
    if (key != null) {
      packed.string(key);
    }
    if (identity != null) {
      packed.number(identity.attempt()).hash(identity.call()).number(identity.occurrence());
    }
    if ((has & RETRY) != 0) {
      RetryPolicy retry = order.retry();
      packed.number(retry.max()).string(retry.backoff().toString());
      packed.bytes(Blobs.strings(retry.on()));
    }
    if ((has & TIMEOUT) != 0) {
      packed.number(order.timeoutMillis());
    }
    if ((has & RETRY_OF) != 0) {
      packed.number(s.retryOf());
    }
    if ((has & CLAIMANT) != 0) {
      packed.number(claimant);
    }
    if ((has & TAGS) != 0) {
      packed.bytes(Blobs.strings(List.copyOf(order.tags())));
    }
    return packed.toBytes();
  }

  /**
   * Reads it back.
   *
   * @param parent from the row
   */
  static Ordering read(byte[] blob, long parent) {
    Unpacker packed = new Unpacker(blob);
    int has = packed.length();
    long lane = packed.number();
    int priority = (int) packed.difference();
    long due = packed.number();
    long submittedAt = packed.number();
    int maxRecoveries = (int) packed.number();
    String key = (has & KEY) == 0 ? null : packed.string();
    Submission.Identity identity =
        (has & IDENTITY) == 0
            ? null
            : new Submission.Identity(
                parent, packed.length(), packed.hash(), (int) packed.number());
    RetryPolicy retry =
        (has & RETRY) == 0
            ? RetryPolicy.NONE
            : new RetryPolicy(
                packed.length(), Duration.parse(packed.string()), Blobs.strings(packed.bytes()));
    return new Ordering(
        lane,
        priority,
        due,
        retry,
        (has & TIMEOUT) == 0 ? 0 : packed.number(),
        key,
        maxRecoveries,
        identity,
        (has & RETRY_OF) == 0 ? 0 : packed.number(),
        submittedAt,
        (has & CLAIMANT) == 0 ? 0 : packed.number(),
        (has & TAGS) == 0 ? Set.of() : new LinkedHashSet<>(Blobs.strings(packed.bytes())));
  }

  /** The lane of a packed one. */
  static long lane(byte[] blob) {
    Unpacker packed = new Unpacker(blob);
    packed.number();
    return packed.number();
  }

  /** When a packed one was ordered. */
  static long submittedAt(byte[] blob) {
    Unpacker packed = new Unpacker(blob);
    packed.number();
    packed.number();
    packed.difference();
    packed.number();
    return packed.number();
  }

  /** The tags of a packed one. Of most that have none this is read off the first byte. */
  static Set<String> tags(byte[] blob) {
    boolean any = (new Unpacker(blob).length() & TAGS) != 0;
    return any ? read(blob, 0).tags() : Set.of();
  }

  /** How it is to be carried out, in the queue of its lane. */
  Submission.Order order(String queue) {
    return new Submission.Order(
        queue, priority, due, retry, timeoutMillis, key, maxRecoveries, tags);
  }
}
