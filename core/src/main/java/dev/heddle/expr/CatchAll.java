package dev.heddle.expr;

import dev.heddle.Outcome;
import java.util.List;

/**
 * Waits for every part, failed or not, and gives each one's {@link Outcome} in order. An error that
 * is none of {@link #errors} fails the whole.
 */
public final class CatchAll<T> extends Node<List<Outcome<T>>> {
  private final Node<?> parts;
  private final List<Class<? extends Throwable>> errors;

  /** {@code parts} is a LIST {@link Assemble} or an {@link Each}. */
  public CatchAll(Node<?> parts, List<Class<? extends Throwable>> errors) {
    this.parts = parts;
    this.errors = List.copyOf(errors);
  }

  public Node<?> parts() {
    return parts;
  }

  public List<Class<? extends Throwable>> errors() {
    return errors;
  }
}
