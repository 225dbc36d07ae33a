package dev.heddle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whole processes: what a person waits for when everything is cached. */
final class Launch {
  /** Where the checkout is; the script that starts the benchmarks says so. */
  static final String HOME = "heddle.benchmarks.home";

  private Launch() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    String home = System.getProperty(HOME);
    Path launcher = home == null ? null : Path.of(home).resolve("heddle");
    if (launcher == null || !Files.isExecutable(launcher)) {
      return; // Run from somewhere else than a checkout: there is nothing to start.
    }
    measure(bench, rows, launcher, "examples/hello/Hello.java", "hello");
    measure(bench, rows, launcher, "examples/reports/Reports.java", "year");
  }

  private static void measure(
      Bench bench, Consumer<Row> rows, Path launcher, String script, String task) throws Exception {
    Path file = launcher.resolveSibling(script);
    if (!Files.exists(file)) {
      return;
    }
    List<String> command =
        List.of(
            launcher.toString(),
            "run",
            file.toString(),
            task,
            "--store",
            "sqlite:" + bench.newFile());
    // Builds the launcher, fills the store, and lets the class archive be made.
    for (int i = 0; i < 3; i++) {
      start(command);
    }
    double[] millis = new double[bench.scale().launches()];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = Bench.seconds(() -> start(command)) * 1e3;
    }
    rows.accept(
        new Row(
            "launch",
            "heddle run " + script + " " + task + ", cached",
            Bench.median(millis),
            Unit.MILLIS,
            "whole process, median of " + millis.length));
  }

  private static int start(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException(String.join(" ", command) + " ended with exit code " + exit);
    }
    return exit;
  }
}
