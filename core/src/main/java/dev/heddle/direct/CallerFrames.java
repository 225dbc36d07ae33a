package dev.heddle.direct;

/** The stack of a direct call, as its caller knows it. */
final class CallerFrames {
  private static final String OURS = "dev.heddle.";

  private CallerFrames() {}

  /** From the woven method on. */
  static StackTraceElement[] now() {
    StackTraceElement[] frames = new Throwable().getStackTrace();
    int from = 0;
    while (from < frames.length && isOurs(frames[from].getClassName())) {
      from++;
    }
    return java.util.Arrays.copyOfRange(frames, from, frames.length);
  }

  /** Of what stands between the caller and the wait. */
  private static boolean isOurs(String type) {
    return type.startsWith(OURS + "direct.") || type.startsWith(OURS + "work.");
  }
}
