package dev.heddle.expr;

import java.lang.reflect.Type;
import java.util.List;

/**
 * What a call node points at: a task, known here only by its name and types. The same task is the
 * same object.
 */
public interface Callee {
  /** The task's name, unique in a process. */
  String name();

  /** Declared types of the arguments, in order; the receiver first if it is one. */
  List<Type> parameterTypes();

  /** Whether the argument at this place is not to be shown. */
  default boolean isSensitive(int argument) {
    return false;
  }
}
