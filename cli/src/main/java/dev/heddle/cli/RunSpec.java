package dev.heddle.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code heddle run} and {@code heddle submit} in the model, for the list of commands and for
 * completion. The commands themselves are read by {@link RunArguments} and {@link SubmitCommand}; a
 * test keeps them alike.
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
    value(spec, "--store", "URL", String.class, StoreDoor.ANY);
    flag(spec, "--no-cache", "Run everything.");
    flag(spec, "--keep-going", "Go on after a failure.");
    value(spec, "--slots", "N", Integer.class, "How many bodies may run at once.");
    value(spec, "--cp", "PATH", Path.class, "More jars and class folders.");
    flag(spec, "--help", "Tasks of a file, or parameters of a task.");
    return spec;
  }

  /** {@code heddle submit}. */
  static CommandSpec ofSubmit(Session session) {
    Callable<Integer> help =
        () -> {
          session.print(SubmitCommand.help());
          return Main.SUCCESS;
        };
    CommandSpec spec = CommandSpec.wrapWithoutInspection(help);
    spec.name("submit");
    spec.usageMessage().description("Order a task of a Java file; a worker carries it out.");
    spec.addPositional(
        PositionalParamSpec.builder().index("0").paramLabel("FILE.java").type(Path.class).build());
    value(spec, "--wait", "TIME", String.class, "Wait for the result.");
    value(spec, "--queue", "NAME", String.class, "The queue it stands in.");
    value(spec, "--priority", "N", Integer.class, "Higher goes first.");
    value(spec, "--delay", "TIME", String.class, "How long it waits.");
    value(spec, "--at", "MOMENT", String.class, "When it may begin.");
    value(spec, "--retries", "N", Integer.class, "How often it is tried again.");
    value(spec, "--timeout", "TIME", String.class, "How long an attempt may take.");
    value(spec, "--key", "TEXT", String.class, "Only the first of one key is carried out.");
    value(spec, "--tag", "TEXT", String.class, "A label to find it by; several are possible.");
    flag(spec, "--json", "Print one JSON object.");
    value(spec, "--store", "URL", String.class, StoreDoor.KEPT);
    value(spec, "--cp", "PATH", Path.class, "More jars and class folders.");
    flag(spec, "--help", "Parameters of a task.");
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
