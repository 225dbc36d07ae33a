package dev.heddle;

import org.jspecify.annotations.Nullable;

/** How one part of {@link Lazy#catchAll} ended: a value, or the error it failed with. */
public sealed interface Outcome<T> {
  /** The part succeeded. */
  record Success<T>(@Nullable T value) implements Outcome<T> {}

  /** The part failed. */
  record Failure<T>(Throwable error) implements Outcome<T> {}
}
