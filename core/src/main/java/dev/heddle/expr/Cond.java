package dev.heddle.expr;

/** A choice. Only the branch taken is evaluated. */
public final class Cond<T> extends Node<T> {
  private final Node<Boolean> condition;
  private final Node<T> then;
  private final Node<T> otherwise;

  public Cond(Node<Boolean> condition, Node<T> then, Node<T> otherwise) {
    this.condition = condition;
    this.then = then;
    this.otherwise = otherwise;
  }

  public Node<Boolean> condition() {
    return condition;
  }

  public Node<T> then() {
    return then;
  }

  public Node<T> otherwise() {
    return otherwise;
  }
}
