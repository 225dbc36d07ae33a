package dev.heddle.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A typed lifter: puts the values of its parts together. For {@link Kind#MAP} the parts alternate
 * key, value. {@link Kind#ARRAY} has the component class and {@link Kind#RECORD} the record class
 * in {@link #detail}.
 */
public final class Assemble<T> extends Node<T> {
  /** What is assembled. The names are part of the stored form. */
  public enum Kind {
    LIST,
    SET,
    MAP,
    OPTIONAL,
    ARRAY,
    RECORD
  }

  private final Kind kind;
  private final List<Node<?>> parts;
  private final @Nullable Class<?> detail;

  public Assemble(Kind kind, List<Node<?>> parts, @Nullable Class<?> detail) {
    this.kind = kind;
    this.parts = List.copyOf(parts);
    this.detail = detail;
  }

  public Kind kind() {
    return kind;
  }

  public List<Node<?>> parts() {
    return parts;
  }

  public @Nullable Class<?> detail() {
    return detail;
  }
}
