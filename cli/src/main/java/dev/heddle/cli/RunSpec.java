package dev.heddle.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code heddle run} in the model, for the list of commands and for completion. The command itself
 * is read by {@link RunArguments}; a test keeps the two alike.
 */
final class RunSpec {
  private RunSpec() {}

  static CommandSpec of(Session session) {
    Callable<Integer> help =
        () -> {
          session.print(RunHelp.command());
          return Main.SUCCESS;
        };
    CommandSpec spec = CommandSpec.wrapWithoutInspection(help);
    spec.name("run");
    spec.usageMessage().description("Run a task of a Java file, or its main method.");
    spec.addPositional(
        PositionalParamSpec.builder().index("0").paramLabel("FILE.java").type(Path.class).build());
    flag(spec, "--json", "Print one JSON object.");
    value(spec, "--store", "URL", String.class, "memory: or sqlite:PATH.");
    flag(spec, "--no-cache", "Run everything.");
    flag(spec, "--keep-going", "Go on after a failure.");
    value(spec, "--slots", "N", Integer.class, "How many bodies may run at once.");
    value(spec, "--cp", "PATH", Path.class, "More jars and class folders.");
    flag(spec, "--help", "Tasks of a file, or parameters of a task.");
    return spec;
  }

  private static void flag(CommandSpec spec, String name, String description) {
    spec.addOption(OptionSpec.builder(name).description(description).build());
  }

  private static void value(
      CommandSpec spec, String name, String label, Class<?> type, String description) {
    spec.addOption(
        OptionSpec.builder(name).paramLabel(label).type(type).description(description).build());
  }
}
