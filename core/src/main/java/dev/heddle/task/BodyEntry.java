package dev.heddle.task;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The one-shot pass by which a worker gets to the body of a direct task, whose method would else
 * order the call again. It is for one entry of this method on this thread, and that entry uses it
 * up: a call that the body makes of itself is an ordinary call. What stands between, a proxy of the
 * receiver's class, may change the arguments.
 *
 * <p>A woven method is plain code with nothing to carry a pass in but the thread it runs on.
 */
public final class BodyEntry {
  private static final ThreadLocal<@Nullable Method> MARK = new ThreadLocal<>();

  private BodyEntry() {}

  static void mark(Method method) {
    MARK.set(method);
  }

  /** What was not used: the class is not woven. */
  static void clear() {
    MARK.remove();
  }

  /** Uses up the pass, if there is one for this entry. */
  public static boolean consume(Class<?> type, String name, String descriptor) {
    Method mark = MARK.get();
    if (mark == null
        || mark.getDeclaringClass() != type
        || !mark.getName().equals(name)
        || !Signatures.descriptor(mark).equals(descriptor)) {
      return false;
    }
    MARK.remove();
    return true;
  }
}
