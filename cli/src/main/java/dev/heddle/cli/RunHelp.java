package dev.heddle.cli;

import dev.heddle.task.TaskMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code --help} shows behind {@code heddle run}: the command, a file's tasks, or one task.
 * Behind {@code heddle submit} one task is shown the same way.
 */
final class RunHelp {
  private RunHelp() {}

  static List<String> command() {
    return List.of(
        "Usage: heddle run FILE.java [TASK] [--param value ...] [options]",
        "       heddle run FILE.java [options] [-- argument ...]     its main method",
        "       heddle run --cp JAR_OR_FOLDER[:...] CLASS TASK [--param value ...] [options]",
        "",
        "Compiles the file and the sources it refers to, and asks for the value of a task. What"
            + " was",
        "computed before, by the same code from the same data, is taken from the store.",
        "",
        "      --json           print one JSON object: execution, status, durationMs, invocations,",
        "                       result, error",
        "      --store URL      memory:, sqlite:PATH or postgresql://USER@HOST/DATABASE; default",
        "                       .heddle/heddle.db of the project",
        "      --no-cache       run everything; what runs is recorded and can be reused",
        "      --keep-going     after a failure, go on with what does not depend on it",
        "      --slots N        how many bodies may run at once",
        "      --cp PATH        more jars and class folders",
        "  -h, --help           with a file: its tasks; with a task: its parameters",
        "",
        "A parameter that is named like one of these options is given as --param:NAME value, or",
        "behind --.");
  }

  static List<String> program(Program program, Signatures signatures, Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("Usage: heddle run " + program.name() + " TASK [--param value ...]");
    lines.add("");
    List<TaskMethod> tasks = program.tasks();
    if (tasks.isEmpty()) {
      lines.add("It has no tasks.");
    } else {
      Table table = new Table("task", "parameters", "result");
      for (TaskMethod task : tasks) {
        table.add(task.method().getName(), signatures.of(task).synopsis(), signatures.result(task));
      }
      table.lines(style).forEach(line -> lines.add("  " + line));
    }
    if (program.mainMethod().isPresent()) {
      lines.add("");
      lines.add("Without a task, its main method runs; arguments for it stand behind --");
    }
    return lines;
  }

  static List<String> task(
      Program program, TaskMethod task, Parameters parameters, Signatures signatures, Style style) {
    String command = "heddle " + parameters.command().command() + " ";
    List<String> lines = new ArrayList<>();
    lines.add(
        ("Usage: "
                + command
                + program.name()
                + " "
                + task.method().getName()
                + " "
                + parameters.synopsis())
            .stripTrailing());
    lines.add("");
    lines.add(style.bold(task.name()) + " gives " + signatures.result(task));
    lines.add("");
    lines.addAll(parameters.help(style));
    lines.add("");
    lines.add("The options of the command: " + command + "--help");
    return lines;
  }
}
