package dev.heddle.direct;

import dev.heddle.config.SyncMode;
import dev.heddle.task.BodyEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a woven method asks at its entry. Called by woven classes only; the weaver and this class
 * are of one version. Thread-safe.
 */
public final class DirectCalls {
  private static final Answer MODE = Answer.read();

  private DirectCalls() {}

  /** What was said of the mode; an error is told by every call, and not as a failed initialiser. */
  private record Answer(SyncMode mode, @Nullable RuntimeException error) {
    static Answer read() {
      try {
        return new Answer(SyncMode.ofProcess(), null);
      } catch (RuntimeException e) {
        return new Answer(SyncMode.OFF, e);
      }
    }
  }

  /** A value to return in the body's place. */
  private record Returned(@Nullable Object value) {}

  /** Whether direct calls are plain calls in this process. The same for ever. */
  public static boolean isInert() {
    return MODE.mode == SyncMode.PLAIN;
  }

  /**
   * Carries a call out, unless its body is to run here and now.
   *
   * @param type the class that declares the method
   * @param self the receiver; null for a static method
   * @param arguments in the order of the method's parameters
   * @return null for the body; else what {@link #value} takes
   * @throws Throwable what the body threw
   */
  public static @Nullable Object enter(
      Class<?> type,
      String name,
      String descriptor,
      @Nullable Object self,
      @Nullable Object[] arguments)
      throws Throwable {
    if (MODE.error != null) {
      throw MODE.error;
    }
    if (BodyEntry.consume(type, name, descriptor)) {
      return null;
    }
    DirectCall call = WovenMethod.of(type, name, descriptor).call(self, arguments);
    return call != null && call.carryOut(MODE.mode) ? new Returned(call.value()) : null;
  }

  /** What the woven method returns; of a {@code void} method, nothing. */
  public static @Nullable Object value(Object entered) {
    return ((Returned) entered).value;
  }
}
