package dev.heddle;

import org.jspecify.annotations.Nullable;

/**
 * Options of one call; what is absent falls back to {@code heddle.toml}, then to the annotation.
 *
 * @param cache how far the result may be reused, or null for the task's own setting
 */
public record CallOptions(@Nullable Cache cache) {
  /** No option set. */
  public static final CallOptions NONE = new CallOptions(null);

  /** Returns a copy with this reuse. */
  public CallOptions withCache(Cache cache) {
    return new CallOptions(cache);
  }
}
