package dev.heddle.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the launcher runs once for each build, to learn which classes its starts need: a fresh run,
 * the same from the store, a run of which a part is remembered, and the commands that look things
 * up. All in one process, since a class archive is made from one.
 */
public final class Training {
  private Training() {}

  /**
   * Runs the commands in the current folder, which has a script of tasks; ends with their highest
   * exit code.
   */
  public static void main(String[] script) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    String file = script[0];
    List<List<String>> commands =
        List.of(
            List.of("run", file, "sum", "--to", "2"),
            List.of("run", file, "sum", "--to", "2"),
            List.of("run", file, "sum", "--to", "3", "--json"),
            List.of("run", file, "size", "--file", file),
            List.of("run", file, "size", "--file", file),
            List.of("run", file, "sum", "--help"),
            List.of("log"),
            List.of("log", "-", "--all"),
            List.of("log", "-", "--json"),
            List.of("config"),
            List.of("--help"));
    int worst = Main.SUCCESS;
    for (List<String> command : commands) {
      for (boolean terminal : List.of(false, true)) {
        Style style = terminal ? Style.COLOURED : Style.PLAIN;
        Screen screen = new Screen(err, Terminal.charset(), style, terminal, 100);
        Session session = new Session(out, screen, Map.of(), Path.of(""));
        worst = Math.max(worst, Main.run(session, command));
      }
    }
    System.exit(Files.exists(Path.of(".heddle")) ? worst : Main.FAILED);
  }
}
