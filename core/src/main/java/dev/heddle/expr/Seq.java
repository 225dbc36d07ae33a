package dev.heddle.expr;

import java.util.List;

/** Evaluates its parts strictly one after the other; the value is the list of their values. */
public final class Seq<T> extends Node<List<T>> {
  private final List<Node<?>> parts;

  public Seq(List<Node<?>> parts) {
    this.parts = List.copyOf(parts);
  }

  public List<Node<?>> parts() {
    return parts;
  }
}
