package dev.heddle.eval;

import dev.heddle.store.StoredError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Errors as people and the store see them: without the engine's frames. */
final class Errors {
  private static final List<String> ENGINE =
      List.of("dev.heddle.eval.", "dev.heddle.task.", "dev.heddle.executor.");
  private static final List<String> REFLECTION =
      List.of("java.lang.reflect.", "jdk.internal.reflect.", "java.lang.invoke.");
  private static final int MAX_CAUSES = 20;

  private Errors() {}

  /** Cuts the engine's frames from the error and its causes, in place. */
  static void trim(Throwable error) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable t = error; t != null && seen.add(t); t = cause(t)) {
      StackTraceElement[] frames = frames(t);
      int end = 0;
      while (end < frames.length && !startsWithAny(frames[end], ENGINE)) {
        end++;
      }
      if (end == frames.length || end == 0) {
        continue; // No engine frame, or the engine's own error: nothing of the user's to show.
      }
      while (end > 0 && startsWithAny(frames[end - 1], REFLECTION)) {
        end--;
      }
      try {
        t.setStackTrace(Arrays.copyOf(frames, end));
      } catch (RuntimeException | Error broken) {
        return; // It keeps the engine's frames, then.
      }
    }
  }

  /** The cause; like every method of an error, getCause may be a user's, and throw. */
  private static @Nullable Throwable cause(Throwable error) {
    try {
      return error.getCause();
    } catch (RuntimeException | Error broken) {
      return null;
    }
  }

  private static StackTraceElement[] frames(Throwable error) {
    try {
      return error.getStackTrace();
    } catch (RuntimeException | Error broken) {
      return new StackTraceElement[0];
    }
  }

  /** The error as it is recorded. */
  static StoredError store(Throwable error) {
    return store(error, 0);
  }

  private static StoredError store(Throwable error, int depth) {
    List<String> types = new ArrayList<>();
    for (Class<?> c = error.getClass(); c != Object.class && c != null; c = c.getSuperclass()) {
      types.add(c.getName());
    }
    Throwable cause = cause(error);
    return new StoredError(
        types,
        message(error),
        Arrays.stream(frames(error)).limit(50).map(StackTraceElement::toString).toList(),
        cause == null || cause == error || depth == MAX_CAUSES ? null : store(cause, depth + 1));
  }

  /** The message; an error whose own getMessage throws must not take the evaluation with it. */
  static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (RuntimeException | Error broken) {
      return "(its getMessage() threw " + broken.getClass().getName() + ")";
    }
  }

  private static boolean startsWithAny(StackTraceElement frame, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (frame.getClassName().startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
