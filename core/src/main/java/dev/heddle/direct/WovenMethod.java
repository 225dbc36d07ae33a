package dev.heddle.direct;

import dev.heddle.task.TaskMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A method that was woven, looked up once. */
final class WovenMethod {
  private static final ClassValue<ConcurrentMap<String, WovenMethod>> KNOWN =
      new ClassValue<>() {
        @Override
        protected ConcurrentMap<String, WovenMethod> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /**
   * By the receiver's class, which so may go while the method's stays: the task that a call on it
   * is; none where the body is to run here.
   */
  private static final ClassValue<ConcurrentMap<WovenMethod, Optional<TaskMethod>>> RECEIVERS =
      new ClassValue<>() {
        @Override
        protected ConcurrentMap<WovenMethod, Optional<TaskMethod>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  private final TaskMethod declared;

  private WovenMethod(TaskMethod declared) {
    this.declared = declared;
  }

  /** The method; null while its class is being initialised: nobody else could enter it. */
  static @Nullable WovenMethod of(Class<?> type, String name, String descriptor) {
    ConcurrentMap<String, WovenMethod> known = KNOWN.get(type);
    WovenMethod method = known.get(name + descriptor);
    if (method == null) {
      if (isInitialising(type)) {
        return null;
      }
      method = new WovenMethod(TaskMethod.of(type, name, descriptor));
      known.put(name + descriptor, method);
    }
    return method;
  }

  /**
   * Whether this thread does that: then nobody knows the method yet, and this is asked each time.
   */
  private static boolean isInitialising(Class<?> type) {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames.anyMatch(
                    frame ->
                        frame.getDeclaringClass() == type
                            && frame.getMethodName().equals("<clinit>")));
  }

  /** A call of it; null if its body is to run here, because an override called it. */
  @Nullable DirectCall call(@Nullable Object self, @Nullable Object[] arguments) {
    if (self == null) {
      return new DirectCall(declared, null, arguments);
    }
    return RECEIVERS
        .get(self.getClass())
        .computeIfAbsent(this, method -> seenFrom(self))
        .map(task -> new DirectCall(task, self, arguments))
        .orElse(null);
  }

  private Optional<TaskMethod> seenFrom(Object self) {
    if (Modifier.isPrivate(declared.method().getModifiers())) {
      return Optional.of(declared);
    }
    TaskMethod task = declared.on(self);
    return task.method().equals(declared.method()) && !isOverridden(task.owner())
        ? Optional.of(task)
        : Optional.empty();
  }

  /** Whether a call on an instance of this class would lead to another method first. */
  private boolean isOverridden(Class<?> user) {
    Method method = declared.method();
    if (method.getDeclaringClass().isInterface()) {
      try {
        return !user.getMethod(method.getName(), method.getParameterTypes()).equals(method);
      } catch (NoSuchMethodException e) {
        return false;
      }
    }
    for (Class<?> type = user;
        type != null && type != method.getDeclaringClass();
        type = type.getSuperclass()) {
      for (Method other : type.getDeclaredMethods()) {
        if (other.getName().equals(method.getName())
            && !Modifier.isStatic(other.getModifiers())
            && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())) {
          return true;
        }
      }
    }
    return false;
  }
}
