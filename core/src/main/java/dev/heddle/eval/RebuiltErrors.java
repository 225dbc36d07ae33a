package dev.heddle.eval;

import dev.heddle.HeddleException;
import dev.heddle.TaskFailedException;
import dev.heddle.store.StoredError;
import dev.heddle.task.TaskDef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a recorded error into an exception again: of the class it had or, where that can't be made,
 * of the nearest superclass that says more than that it is an exception. It has the message and the
 * causes of the original, and the frames it had where it was thrown.
 *
 * <p>Its class is one of the JDK, or one that the task's own class loader finds. It is looked at
 * before it is initialised: a record can name no class that is not a {@code Throwable} (law 8).
 */
public final class RebuiltErrors {
  /** They say no more than that something was thrown, so none of them stands for another class. */
  private static final Set<String> ANY =
      Set.of(
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Error");

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
    Throwable rebuilt = rebuilt(error, task, cause);
    rebuilt.setStackTrace(frames(error).toArray(StackTraceElement[]::new));
    return rebuilt;
  }

  private static Throwable rebuilt(
      StoredError error, @Nullable TaskDef task, @Nullable Throwable cause) {
    List<String> types = error.types();
    List<Class<? extends Throwable>> found =
        IntStream.range(0, types.size())
            .filter(i -> i == 0 || !ANY.contains(types.get(i)))
            .mapToObj(i -> type(types.get(i), task))
            .flatMap(Optional::stream)
            .toList();
    for (Class<? extends Throwable> type : found) {
      Throwable made = ThrowableMaker.make(type, error.message(), cause);
      if (made != null) {
        return type.getName().equals(types.get(0)) ? made : standingIn(made, error);
      }
    }
    // A checked one is caught by somebody, so its class counts for more than its message.
    Throwable made =
        found.isEmpty() || RuntimeException.class.isAssignableFrom(found.get(0))
            ? null
            : ThrowableMaker.makeOfAnyMessage(found.get(0), error.message(), cause);
    return made == null ? new TaskFailedException(describe(error), cause) : standingIn(made, error);
  }

  /** With the original's class and message in a suppressed exception. */
  private static Throwable standingIn(Throwable made, StoredError error) {
    made.addSuppressed(new TaskFailedException(describe(error), null));
    return made;
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
    boolean known = name.startsWith("java.") || name.startsWith("dev.heddle.");
    if (!known && task == null) {
      return Optional.empty();
    }
    ClassLoader loader =
        known ? RebuiltErrors.class.getClassLoader() : Objects.requireNonNull(task).classLoader();
    try {
      Class<?> type = Class.forName(name, false, loader);
      return Throwable.class.isAssignableFrom(type)
          ? Optional.of(type.asSubclass(Throwable.class))
          : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
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
