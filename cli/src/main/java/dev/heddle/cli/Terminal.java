package dev.heddle.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What can be learnt of the terminal without a native library. */
final class Terminal {
  static final int DEFAULT_WIDTH = 100;

  private Terminal() {}

  /**
   * Whether standard error is a terminal. The launcher knows and says so in {@code heddle.tty};
   * else Linux tells by the name behind the descriptor.
   */
  static boolean onError() {
    return on("2");
  }

  /** The same of standard output. */
  static boolean onOutput() {
    return on("1");
  }

  private static boolean on(String descriptor) {
    String told = System.getProperty("heddle.tty");
    if (told != null) {
      return told.contains(descriptor);
    }
    try {
      String name = Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor)).toString();
      return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
      return false;
    }
  }

  /** Columns, as the shell exports them; a default if it does not. */
  static int width(Map<String, String> environment) {
    try {
      return Math.max(40, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }

  /** Columns, by asking the terminal: starts a process, so not on the way to the first line. */
  static int askWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      return Math.max(40, Integer.parseInt(answer.strip().replaceFirst(".* ", "")));
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_WIDTH;
    }
  }

  /**
   * The encoding of standard output and error. The "C" locale says ASCII and means "don't know".
   */
  static Charset charset() {
    String name = System.getProperty("native.encoding", System.getProperty("sun.jnu.encoding", ""));
    try {
      Charset charset = Charset.forName(name);
      return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
