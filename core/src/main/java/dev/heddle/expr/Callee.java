package dev.heddle.expr;

/**
 * What a call node points at: a task, known here only by its name. The same task is the same
 * object.
 */
public interface Callee {
  /** The task's name, unique in a process. */
  String name();
}
