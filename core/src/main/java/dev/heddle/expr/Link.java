package dev.heddle.expr;

/**
 * A node of an expression that is being evaluated already, seen from inside it: what an inline
 * function gets for an expression it captured. Made by the evaluator only; never on record.
 */
public final class Link<T> extends Node<T> {
  private final Object frame;
  private final int index;

  public Link(Object frame, int index) {
    this.frame = frame;
    this.index = index;
  }

  /** The evaluation it belongs to; only the evaluator knows its class. */
  public Object frame() {
    return frame;
  }

  public int index() {
    return index;
  }
}
