package dev.heddle.eval;

import dev.heddle.HeddleException;
import dev.heddle.TaskFailedException;
import dev.heddle.store.StoredError;
import dev.heddle.task.TaskDef;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a recorded error into an exception again (LANGUAGE §2.5). Its class is one of the JDK, one
 * of Heddle's own, or one that the task's code mentions: never one that a record alone names (law
 * 8). It has the message and the causes of the original, and the frames it had where it was thrown.
 */
public final class RebuiltErrors {
  private RebuiltErrors() {}

  /**
   * The exception.
   *
   * @param task whose body threw it; null if it is not known here, so that only classes of the JDK
   *     can be made again
   */
  public static Throwable of(StoredError error, @Nullable TaskDef task) {
    return of(error, task, null);
  }

  /**
   * The exception, with a cause if the original has none: once made, an exception that was given
   * none takes none.
   */
  public static Throwable of(
      StoredError error, @Nullable TaskDef task, @Nullable Throwable causeOfNone) {
    StoredError recorded = error.cause();
    Throwable cause = recorded == null ? causeOfNone : of(recorded, task, null);
    Throwable rebuilt =
        error.types().isEmpty()
            ? null
            : type(error.types().get(0), task).flatMap(t -> make(t, error, cause)).orElse(null);
    if (rebuilt == null) {
      rebuilt = new TaskFailedException(describe(error), cause);
    }
    rebuilt.setStackTrace(frames(error).toArray(StackTraceElement[]::new));
    return rebuilt;
  }

  /** Where it was thrown. */
  public static List<StackTraceElement> frames(StoredError error) {
    return error.frames().stream().map(RebuiltErrors::frame).toList();
  }

  private static String describe(StoredError error) {
    String type = error.types().isEmpty() ? "An error" : error.types().get(0);
    return error.message() == null ? type : type + ": " + error.message();
  }

  private static Optional<Class<? extends Throwable>> type(String name, @Nullable TaskDef task) {
    Class<?> type = null;
    if (name.startsWith("java.") || name.startsWith("dev.heddle.")) {
      try {
        // The platform's own, and ours: there is nothing in these that a name could misuse, and
        // only a Throwable is ever initialised.
        type = Class.forName(name, false, RebuiltErrors.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        type = null;
      }
    } else if (task != null) {
      type = task.permittedClass(name).orElse(null);
    }
    return type != null && Throwable.class.isAssignableFrom(type)
        ? Optional.of(type.asSubclass(Throwable.class))
        : Optional.empty();
  }

  private static Optional<Throwable> make(
      Class<? extends Throwable> type, StoredError error, @Nullable Throwable cause) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return Optional.empty();
    }
    Throwable made = made(type, new Class<?>[] {String.class, Throwable.class}, error, cause);
    if (made == null && cause != null) {
      made = madeOfItsCause(type, error, cause);
    }
    if (made == null) {
      made = made(type, new Class<?>[] {String.class}, error, cause);
    }
    if (made == null && error.message() == null) {
      made = made(type, new Class<?>[0], error, cause);
    }
    if (made != null && cause != null && made.getCause() == null) {
      try {
        made.initCause(cause);
      } catch (IllegalStateException e) {
        made.addSuppressed(cause); // it has said that it has no cause
      }
    }
    return Optional.ofNullable(made);
  }

  /** By a constructor that is particular about its cause, as that of UncheckedIOException is. */
  private static @Nullable Throwable madeOfItsCause(
      Class<? extends Throwable> type, StoredError error, Throwable cause) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 2
          && parameters[0] == String.class
          && Throwable.class.isAssignableFrom(parameters[1])
          && parameters[1].isInstance(cause)) {
        Throwable made = made(type, parameters, error, cause);
        if (made != null) {
          return made;
        }
      }
    }
    return null;
  }

  private static @Nullable Throwable made(
      Class<? extends Throwable> type,
      Class<?>[] parameters,
      StoredError error,
      @Nullable Throwable cause) {
    try {
      Constructor<? extends Throwable> constructor = type.getDeclaredConstructor(parameters);
      if (!Modifier.isPublic(constructor.getModifiers()) && type.getName().startsWith("java.")) {
        return null;
      }
      if (!constructor.trySetAccessible()) {
        return null;
      }
      return switch (parameters.length) {
        case 2 -> constructor.newInstance(error.message(), cause);
        case 1 -> constructor.newInstance(error.message());
        default -> constructor.newInstance();
      };
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return null;
    }
  }

  /** Reads {@code loader/module@1/pack.Type.method(File.java:12)} back. */
  private static StackTraceElement frame(String text) {
    int open = text.lastIndexOf('(');
    int slash = text.lastIndexOf('/', open < 0 ? text.length() : open);
    String name = text.substring(slash + 1, open < 0 ? text.length() : open);
    String place = open < 0 ? "" : text.substring(open + 1, Math.max(open + 1, text.length() - 1));
    int dot = name.lastIndexOf('.');
    String type = dot < 0 ? "" : name.substring(0, dot);
    String method = name.substring(dot + 1);
    if (place.equals("Native Method")) {
      return new StackTraceElement(type, method, null, -2);
    }
    int colon = place.lastIndexOf(':');
    if (colon < 0) {
      return new StackTraceElement(
          type, method, place.isEmpty() || place.equals("Unknown Source") ? null : place, -1);
    }
    try {
      return new StackTraceElement(
          type, method, place.substring(0, colon), Integer.parseInt(place.substring(colon + 1)));
    } catch (NumberFormatException e) {
      return new StackTraceElement(type, method, place, -1);
    }
  }

  /** An error that came with no class of its own: a plain reason. */
  public static HeddleException reason(StoredError error) {
    return new HeddleException(error.message() == null ? "no reason given" : error.message());
  }
}
