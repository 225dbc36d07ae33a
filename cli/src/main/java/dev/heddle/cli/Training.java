package dev.heddle.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the launcher runs once for each build, to learn which classes its starts need: a fresh run,
 * the same from the store, a run of which a part is remembered, and the commands that look things
 * up, a submission and its worker, and direct calls. All in one process, since a class archive is
 * made from one.
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
            List.of("--help"),
            List.of("submit", file, "square", "--side", "2"),
            List.of("worker", file, "--burst"));
    int worst = Main.SUCCESS;
    for (List<String> command : commands) {
      for (boolean terminal : List.of(false, true)) {
        Style style = terminal ? Style.COLOURED : Style.PLAIN;
        worst = Math.max(worst, run(out, err, style, terminal, command));
      }
    }
    // Once: its app stays open, and knows the tasks of one program of a name.
    List<String> direct = List.of("run", "Direct.java");
    worst = Math.max(worst, run(out, err, Style.PLAIN, false, direct));
    System.exit(Files.exists(Path.of(".heddle")) ? worst : Main.FAILED);
  }

  private static int run(
      PrintStream out, PrintStream err, Style style, boolean terminal, List<String> command) {
    Screen screen = new Screen(err, Terminal.charset(), style, terminal, 100);
    return Main.run(new Session(out, screen, Map.of(), Path.of("")), command);
  }
}
