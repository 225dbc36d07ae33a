package dev.heddle;

import dev.heddle.expr.Callee;
import dev.heddle.expr.CalleeSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A task as a value: its name, and the arguments it was given already, all but the last one. It can
 * be a parameter, a result, or part of either, and is called with {@code lazy(ref, a)} or {@code
 * each(ref, items)}.
 *
 * <p>It is made by {@code ref(T::f)}, {@code partial(T::f, a, …)} or {@link #of}. It enters a key
 * by the task's name and the given arguments, not by the task's code: when that changes, only the
 * calls of the task itself run again. Compares by task and arguments. Immutable.
 *
 * @param <A> the type of the argument that is still to come
 * @param <R> the type of the result
 */
@SuppressWarnings("UnusedTypeParameter") // they are for the compiler alone: lazy(ref, a), each(…)
public final class TaskRef<A, R> {
  private final Callee task;
  private final List<@Nullable Object> bound;

  /**
   * For codecs: a reference as read back.
   *
   * @throws ExpressionException unless exactly one argument is still to come
   */
  public TaskRef(Callee task, List<? extends @Nullable Object> bound) {
    int parameters = task.parameterTypes().size();
    if (bound.size() + 1 != parameters) {
      throw new ExpressionException(
          "a TaskRef takes one argument, but "
              + task.name()
              + " has "
              + parameters
              + " and "
              + bound.size()
              + " given: give all but the last, partial(T::f, …)");
    }
    this.task = task;
    this.bound = Collections.unmodifiableList(new ArrayList<@Nullable Object>(bound));
  }

  /**
   * The task of this class, declared or inherited, whose method has this name; for methods that no
   * method reference reaches directly (varargs, {@code super::f}, protected ones of another
   * package). The types are the caller's word. Write class and name as constants: so the code walk
   * finds the task.
   *
   * @throws TaskDefinitionException if there is no such task
   */
  public static <A, R> TaskRef<A, R> of(Class<?> owner, String method) {
    return new TaskRef<>(Source.TASKS.callee(owner, method), List.of());
  }

  /**
   * As {@link #of(Class, String)}, for a task of several parameters.
   *
   * @param given the leading arguments, all but the last
   */
  public static <A, R> TaskRef<A, R> of(Class<?> owner, String method, @Nullable Object... given) {
    return new TaskRef<>(Source.TASKS.callee(owner, method), Arrays.asList(given));
  }

  /** The task. */
  public Callee task() {
    return task;
  }

  /** The leading arguments it was given. Unmodifiable; may hold nulls. */
  public List<@Nullable Object> bound() {
    return bound;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskRef<?, ?> ref && ref.task == task && ref.bound.equals(bound);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(task) + bound.hashCode();
  }

  @Override
  public String toString() {
    return bound.isEmpty() ? "ref(" + task.name() + ")" : "partial(" + task.name() + ", …)";
  }

  /** Looked up at first use. */
  private static final class Source {
    static final CalleeSource TASKS =
        ServiceLoader.load(CalleeSource.class, CalleeSource.class.getClassLoader())
            .findFirst()
            .orElseThrow();
  }
}
