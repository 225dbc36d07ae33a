package dev.heddle.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The door into the command line for tests of other packages: what {@link Main} does, in process.
 */
public final class CommandLine {
  private CommandLine() {}

  /** What a command left behind. */
  public record Ended(int exit, String out, String err) {}

  /** Runs a command as if it had been typed in this folder. */
  public static Ended run(Path folder, List<String> words) {
    Charset charset = StandardCharsets.UTF_8;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream toOut = new PrintStream(out, true, charset);
        PrintStream toErr = new PrintStream(err, true, charset)) {
      Screen screen = new Screen(toErr, charset, Style.PLAIN, false, 100);
      int exit = Main.run(new Session(toOut, screen, Map.of(), folder), words);
      return new Ended(exit, out.toString(charset), err.toString(charset));
    }
  }
}
