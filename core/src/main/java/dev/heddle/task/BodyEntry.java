package dev.heddle.task;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The one-shot pass by which a worker gets to the body of a direct task, whose method would else
 * order the call again. It is for one entry of this method with these arguments on this thread, and
 * that entry uses it up: a call that the body makes of itself is an ordinary call.
 *
 * <p>A woven method is plain code with nothing to carry a pass in but the thread it runs on.
 */
public final class BodyEntry {
  private static final ThreadLocal<@Nullable BodyEntry> MARK = new ThreadLocal<>();

  private final Method method;
  private final @Nullable Object[] arguments;

  private BodyEntry(Method method, @Nullable Object[] arguments) {
    this.method = method;
    this.arguments = arguments;
  }

  static void mark(Method method, @Nullable Object[] arguments) {
    MARK.set(new BodyEntry(method, arguments));
  }

  /** What was not used: the class is not woven. */
  static void clear() {
    MARK.remove();
  }

  /** Uses up the pass, if there is one for this entry. */
  public static boolean consume(
      Class<?> type, String name, String descriptor, @Nullable Object[] given) {
    BodyEntry mark = MARK.get();
    if (mark == null || !mark.isFor(type, name, descriptor, given)) {
      return false;
    }
    MARK.remove();
    return true;
  }

  private boolean isFor(Class<?> type, String name, String descriptor, @Nullable Object[] given) {
    return method.getDeclaringClass() == type
        && method.getName().equals(name)
        && Signatures.descriptor(method).equals(descriptor)
        && sameArguments(given);
  }

  private boolean sameArguments(@Nullable Object[] given) {
    Class<?>[] types = method.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      boolean same =
          types[i].isPrimitive() // boxed anew on the way
              ? java.util.Objects.equals(arguments[i], given[i])
              : arguments[i] == given[i];
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
