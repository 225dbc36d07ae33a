package dev.heddle.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one scenario in a JVM of its own, so that none inherits what another compiled or left. */
final class Fork {
  private Fork() {}

  /** Returns its rows; prints what else it says. */
  static List<Row> run(Scenario scenario, boolean quick) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.add("-Xms" + scenario.heap);
    command.add("-Xmx" + scenario.heap);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Benchmarks.class.getName());
    command.add(Benchmarks.HERE);
    if (quick) {
      command.add(Benchmarks.QUICK);
    }
    command.add(scenario.title);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Row> rows = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (Row.isLine(line)) {
          rows.add(Row.of(line));
        } else {
          System.err.println(line);
        }
      }
    } finally {
      if (process.isAlive() && Thread.interrupted()) {
        process.destroy();
      }
    }
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("The scenario " + scenario.title + " ended with exit code " + exit);
    }
    return rows;
  }

  private static List<String> flags() {
    List<String> flags = new ArrayList<>();
    flags.add("-XX:+UseG1GC");
    flags.add("-Dfile.encoding=UTF-8");
    flags.add("-Dstdout.encoding=UTF-8");
    for (String name : List.of("java.io.tmpdir", Launch.HOME)) {
      String value = System.getProperty(name);
      if (value != null) {
        flags.add("-D" + name + "=" + value);
      }
    }
    if (Runtime.version().feature() >= 22) {
      flags.add("--enable-native-access=ALL-UNNAMED"); // the SQLite driver's own library
    }
    String more = System.getenv("HEDDLE_BENCHMARK_OPTS"); // e.g. -XX:StartFlightRecording=…
    if (more != null && !more.isBlank()) {
      flags.addAll(List.of(more.trim().split("\\s+")));
    }
    return flags;
  }
}
