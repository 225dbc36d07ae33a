package dev.heddle;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How ordered invocations are carried out; what is absent falls back to {@code heddle.toml}, then
 * to {@link Task}.
 *
 * <pre>{@code
 * heddle.with(SubmitOptions.NONE.withQueue("mail").withDelay(Duration.ofMinutes(5))).submit(Mail::send, letter);
 * }</pre>
 *
 * @param queue the queue it stands in
 * @param priority of what waits in a queue, higher goes first
 * @param delay how long it waits before it may begin
 * @param at when it may begin; wins over {@code delay}
 * @param retry when it is tried again, as a whole
 * @param retries how often it is tried again; the rest of the policy stays what it is
 * @param backoff how long the first retry waits; the rest of the policy stays what it is
 * @param timeout how long one attempt may take before it is interrupted
 * @param key of submissions of one task with one key only the first makes an invocation; the others
 *     return it, for as long as it is on record. Taken as it is, without placeholders
 * @param tags short labels to find it by, besides those of its task; sorted, each once
 */
public record SubmitOptions(
    @Nullable String queue,
    @Nullable Integer priority,
    @Nullable Duration delay,
    @Nullable Instant at,
    @Nullable RetryPolicy retry,
    @Nullable Integer retries,
    @Nullable Duration backoff,
    @Nullable Duration timeout,
    @Nullable String key,
    Set<String> tags) {
  /** The queue of those who name none. */
  public static final String DEFAULT_QUEUE = "default";

  /** No option set. */
  public static final SubmitOptions NONE =
      new SubmitOptions(null, null, null, null, null, null, null, null, null, Set.of());

  private static final int MOST_TAGS = 20;
  private static final int LONGEST_TAG = 100;

  public SubmitOptions {
    if (queue != null && queue.isBlank()) {
      throw new IllegalArgumentException("a queue needs a name");
    }
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException("a timeout must be longer than nothing, not " + timeout);
    }
    if (retries != null && retries < 0) {
      throw new IllegalArgumentException("retries must be 0 or more, not " + retries);
    }
    if (backoff != null && backoff.isNegative()) {
      throw new IllegalArgumentException("a backoff can't be negative: " + backoff);
    }
    tags = tags.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(tags));
    tags.forEach(SubmitOptions::check);
    if (tags.size() > MOST_TAGS) {
      throw new IllegalArgumentException(
          "an invocation can have " + MOST_TAGS + " tags, and not " + tags.size());
    }
  }

  private static void check(String tag) {
    if (tag.isBlank() || tag.length() > LONGEST_TAG) {
      throw new IllegalArgumentException(
          "a tag has 1 to " + LONGEST_TAG + " characters, and not all of them blank");
    }
    if (tag.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a tag has no control characters, such as line ends");
    }
  }

  /** Returns a copy for this queue. */
  public SubmitOptions withQueue(String name) {
    return new SubmitOptions(
        name, priority, delay, at, retry, retries, backoff, timeout, key, tags);
  }

  /** Returns a copy with this priority. */
  public SubmitOptions withPriority(int value) {
    return new SubmitOptions(queue, value, delay, at, retry, retries, backoff, timeout, key, tags);
  }

  /** Returns a copy that waits this long. */
  public SubmitOptions withDelay(Duration wait) {
    return new SubmitOptions(
        queue, priority, wait, null, retry, retries, backoff, timeout, key, tags);
  }

  /** Returns a copy that begins at this moment or later. */
  public SubmitOptions withAt(Instant moment) {
    return new SubmitOptions(
        queue, priority, null, moment, retry, retries, backoff, timeout, key, tags);
  }

  /** Returns a copy with this policy of retries, whatever the task says of them. */
  public SubmitOptions withRetry(RetryPolicy policy) {
    return new SubmitOptions(queue, priority, delay, at, policy, null, null, timeout, key, tags);
  }

  /** Returns a copy with this many retries; their waits and exceptions stay the task's. */
  public SubmitOptions withRetries(int max) {
    return new SubmitOptions(queue, priority, delay, at, retry, max, backoff, timeout, key, tags);
  }

  /** Returns a copy whose first retry waits this long; all else of retries stays the task's. */
  public SubmitOptions withBackoff(Duration first) {
    return new SubmitOptions(queue, priority, delay, at, retry, retries, first, timeout, key, tags);
  }

  /** Returns a copy with this timeout of an attempt. */
  public SubmitOptions withTimeout(Duration attempt) {
    return new SubmitOptions(
        queue, priority, delay, at, retry, retries, backoff, attempt, key, tags);
  }

  /** Returns a copy with this key. */
  public SubmitOptions withKey(String text) {
    return new SubmitOptions(
        queue, priority, delay, at, retry, retries, backoff, timeout, text, tags);
  }

  /**
   * Returns a copy with these tags, and no others but those of the task. At most 20 in all, each of
   * 1 to 100 characters, without control characters.
   */
  public SubmitOptions withTags(String... labels) {
    return new SubmitOptions(
        queue,
        priority,
        delay,
        at,
        retry,
        retries,
        backoff,
        timeout,
        key,
        new TreeSet<>(Arrays.asList(labels)));
  }

  /** The tags in force, where these options add to those. */
  public Set<String> tagsOver(Set<String> otherwise) {
    if (tags.isEmpty() || otherwise.isEmpty()) {
      return tags.isEmpty() ? otherwise : tags;
    }
    Set<String> all = new TreeSet<>(otherwise);
    all.addAll(tags);
    return withTags(all.toArray(String[]::new)).tags;
  }

  /** The policy of retries in force, where these options change this one or parts of it. */
  public RetryPolicy retryOver(RetryPolicy otherwise) {
    RetryPolicy policy = retry == null ? otherwise : retry;
    if (retries != null) {
      policy = policy.withMax(retries);
    }
    return backoff == null ? policy : policy.withBackoff(backoff);
  }
}
