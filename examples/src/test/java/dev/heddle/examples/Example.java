package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.CommandLine;
import dev.heddle.cli.CommandLine.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of one example in a folder of its own, laid out as in the repository, so that a test may
 * edit it and its store is nobody else's.
 */
final class Example {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path root;
  private final String name;
  private final Path script;

  private Example(Path root, String name, Path script) {
    this.root = root;
    this.name = name;
    this.script = script;
  }

  /** Where the examples are in the repository. */
  static Path sources() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  }

  /** Copies an example and names its script. */
  static Example copy(Path root, String name, String script) throws IOException {
    Path from = sources().resolve(name);
    Path to = root.resolve("examples").resolve(name);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = from.relativize(file);
        if (!relative.startsWith("build") && !relative.startsWith(".heddle")) {
          Files.createDirectories(to.resolve(relative).getParent());
          Files.copy(file, to.resolve(relative));
        }
      }
    }
    return new Example(root, name, to.resolve(script));
  }

  /** A file of the copy. */
  Path file(String relative) {
    return root.resolve("examples").resolve(name).resolve(relative);
  }

  /** Replaces text that must be there. */
  void edit(String relative, String text, String by) throws IOException {
    String before = Files.readString(file(relative));
    assertThat(before).contains(text);
    Files.writeString(file(relative), before.replace(text, by));
  }

  /** Runs a task that has to succeed, and looks up what that took. */
  Run run(String task, String... parameters) {
    Ended ended = tryRun(task, parameters);
    assertThat(ended.exit()).as(ended.err()).isZero();
    JsonNode summary = JSON.readTree(ended.out());
    assertThat(summary.get("status").asString()).isEqualTo("SUCCEEDED");
    String execution = summary.get("execution").asString();
    Ended log = CommandLine.run(root, List.of("log", execution, "--json", "--all"));
    assertThat(log.exit()).as(log.err()).isZero();
    return new Run(summary, JSON.readTree(log.out()).get("invocationList"));
  }

  /** Runs a task, whatever becomes of it. */
  Ended tryRun(String task, String... parameters) {
    List<String> words = new ArrayList<>(List.of("run", script.toString(), task, "--json"));
    words.addAll(List.of(parameters));
    return CommandLine.run(root, words);
  }

  /** One successful run: the summary that it printed, and the invocations that the log tells of. */
  record Run(JsonNode summary, JsonNode invocations) {
    JsonNode result() {
      return summary.get("result");
    }

    long millis() {
      return summary.get("durationMs").asLong();
    }

    long count(String how) {
      return summary.get("invocations").get(how).asLong();
    }

    /** How often a body of each task ran, by the task's name without its class. */
    Map<String, Integer> ran() {
      Map<String, Integer> times = new TreeMap<>();
      for (JsonNode invocation : invocations) {
        if (invocation.get("status").asString().equals("SUCCEEDED")) {
          String task = invocation.get("task").asString();
          times.merge(task.substring(task.lastIndexOf('.') + 1), 1, Integer::sum);
        }
      }
      assertThat(times.values().stream().mapToLong(Integer::longValue).sum())
          .as("the log and the summary agree")
          .isEqualTo(count("run"));
      return times;
    }

    /** The arguments of the bodies of one task that ran, as JSON, in sorted order. */
    List<String> argumentsOf(String task) {
      List<String> arguments = new ArrayList<>();
      for (JsonNode invocation : invocations) {
        if (invocation.get("status").asString().equals("SUCCEEDED")
            && invocation.get("task").asString().endsWith("." + task)) {
          arguments.add(invocation.get("arguments").toString());
        }
      }
      arguments.sort(null);
      return arguments;
    }
  }
}
