package dev.heddle.direct;

import dev.heddle.task.TaskMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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

  private final Method method;
  private final boolean takesLock;

  private WovenMethod(Method method) {
    this.method = method;
    this.takesLock = TaskMethod.takesLock(method);
  }

  static WovenMethod of(Class<?> type, String name, String descriptor) {
    return KNOWN
        .get(type)
        .computeIfAbsent(
            name + descriptor,
            absent -> new WovenMethod(TaskMethod.declared(type, name, descriptor)));
  }

  /** A call of it; null if its body is to run here. */
  @Nullable DirectCall call(@Nullable Object self, @Nullable Object[] arguments) {
    if (holdsLock(self) || isInitialising()) {
      return null;
    }
    if (self == null) {
      return new DirectCall(TaskMethod.of(method), null, arguments);
    }
    return RECEIVERS
        .get(self.getClass())
        .computeIfAbsent(this, absent -> seenFrom(self))
        .map(task -> new DirectCall(task, self, arguments))
        .orElse(null);
  }

  /** Whether another thread of this process could not enter the body, and this one can. */
  private boolean holdsLock(@Nullable Object self) {
    return takesLock && Thread.holdsLock(self == null ? method.getDeclaringClass() : self);
  }

  /**
   * Whether this thread initialises a class: another one that comes to need that class would wait
   * for this one, which waits for it.
   */
  private static boolean isInitialising() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("<clinit>")));
  }

  private Optional<TaskMethod> seenFrom(Object self) {
    TaskMethod task = TaskMethod.of(method, self);
    return task.method().equals(method) && !isOverridden(self, task.owner())
        ? Optional.of(task)
        : Optional.empty();
  }

  /** Whether a call on this instance would lead to another method of its author's first. */
  private boolean isOverridden(Object self, Class<?> user) {
    // A constant with a body has a class of its own, whose author is the enum's.
    Class<?> from = self instanceof Enum<?> ? self.getClass() : user;
    if (Modifier.isPrivate(method.getModifiers())) {
      return false;
    }
    if (method.getDeclaringClass().isInterface()) {
      try {
        return !from.getMethod(method.getName(), method.getParameterTypes()).equals(method);
      } catch (NoSuchMethodException e) {
        return false;
      }
    }
    for (Class<?> type = from;
        type != null && type != method.getDeclaringClass();
        type = type.getSuperclass()) {
      if (Overriding.isIn(type, method)) {
        return true;
      }
    }
    return false;
  }
}
