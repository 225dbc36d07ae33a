package dev.heddle.eval;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes exceptions of any class that have a given message and cause. By a constructor that takes
 * them; where there is none, or it makes another message of what it is given, as one that is
 * deserialised is made: by the constructor of {@code Throwable} only, so that the fields of its own
 * have no values.
 */
final class ThrowableMaker {
  /** {@code sun.reflect.ReflectionFactory} of the module jdk.unsupported, for that purpose. */
  private static final @Nullable Object FACTORY = factory();

  private ThrowableMaker() {}

  /** An exception of this very class; null if none can be made that has the message. */
  static @Nullable Throwable make(
      Class<? extends Throwable> type, @Nullable String message, @Nullable Throwable cause) {
    Throwable made =
        byConstructor(type, new Class<?>[] {String.class, Throwable.class}, message, cause);
    if (made == null && cause != null) {
      made = ofItsCause(type, message, cause);
    }
    if (made == null) {
      made = byConstructor(type, new Class<?>[] {String.class}, message, cause);
    }
    if (made == null) {
      made = byConstructor(type, new Class<?>[0], message, cause);
    }
    if (made == null) {
      made = withMessage(makeOfAnyMessage(type, message, cause), message);
    }
    if (made != null && cause != null && made.getCause() == null) {
      try {
        made.initCause(cause);
      } catch (IllegalStateException e) {
        made.addSuppressed(cause); // it has said that it has no cause
      }
    }
    return made;
  }

  /** An exception of this very class, whatever it says; null if none can be made. */
  static @Nullable Throwable makeOfAnyMessage(
      Class<? extends Throwable> type, @Nullable String message, @Nullable Throwable cause) {
    if (FACTORY == null || Modifier.isAbstract(type.getModifiers())) {
      return null;
    }
    try {
      Method maker =
          FACTORY
              .getClass()
              .getMethod("newConstructorForSerialization", Class.class, Constructor.class);
      Constructor<?> ofThrowable = Throwable.class.getConstructor(String.class, Throwable.class);
      Constructor<?> constructor = (Constructor<?>) maker.invoke(FACTORY, type, ofThrowable);
      return (Throwable) constructor.newInstance(message, cause);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** By a constructor that is particular about its cause, as that of UncheckedIOException is. */
  private static @Nullable Throwable ofItsCause(
      Class<? extends Throwable> type, @Nullable String message, Throwable cause) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 2
          && parameters[0] == String.class
          && Throwable.class.isAssignableFrom(parameters[1])
          && parameters[1].isInstance(cause)) {
        Throwable made = byConstructor(type, parameters, message, cause);
        if (made != null) {
          return made;
        }
      }
    }
    return null;
  }

  private static @Nullable Throwable byConstructor(
      Class<? extends Throwable> type,
      Class<?>[] parameters,
      @Nullable String message,
      @Nullable Throwable cause) {
    try {
      Constructor<? extends Throwable> constructor = type.getDeclaredConstructor(parameters);
      if (!Modifier.isPublic(constructor.getModifiers()) && type.getName().startsWith("java.")) {
        return null;
      }
      if (!constructor.trySetAccessible()) {
        return null;
      }
      Throwable made =
          switch (parameters.length) {
            case 2 -> constructor.newInstance(message, cause);
            case 1 -> constructor.newInstance(message);
            default -> constructor.newInstance();
          };
      return withMessage(made, message);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** What was made, if its message, which its class may make of its fields, is the original's. */
  private static @Nullable Throwable withMessage(
      @Nullable Throwable made, @Nullable String message) {
    return made != null && Objects.equals(Errors.message(made), message) ? made : null;
  }

  private static @Nullable Object factory() {
    try {
      return Class.forName("sun.reflect.ReflectionFactory")
          .getMethod("getReflectionFactory")
          .invoke(null);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null; // a runtime image without that module
    }
  }
}
