package dev.heddle.expr;

import org.jspecify.annotations.Nullable;

/** A plain value, lifted. {@code null} is legal. */
public final class Const<T> extends Node<T> {
  private final @Nullable Object value;

  public Const(@Nullable Object value) {
    this.value = value;
  }

  public @Nullable Object value() {
    return value;
  }
}
