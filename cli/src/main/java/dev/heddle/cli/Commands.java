package dev.heddle.cli;

import dev.heddle.config.Nearest;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The model of the whole command line: everything but a plain {@code heddle run} goes by it. */
final class Commands {
  private Commands() {}

  @Command(
      name = "heddle",
      description = "Lazy, durable tasks: runs the tasks of Java files and remembers every result.",
      synopsisSubcommandLabel = "COMMAND",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      footer = {
        "",
        "Exit codes: 0 success, 1 a task failed, 2 wrong usage.",
        "First steps: heddle run examples/reports/Reports.java year"
      })
  static final class Top implements Runnable {
    @CommandLine.Spec CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "Name a command.");
    }
  }

  static int run(Session session, List<String> words) {
    CommandLine line = line(session);
    line.setParameterExceptionHandler((e, typed) -> usage(session, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> Main.explain(session.screen(), e));
    return line.execute(words.toArray(String[]::new));
  }

  /** The model, without handlers; also what completion scripts are made from. */
  static CommandLine line(Session session) {
    CommandLine line = new CommandLine(new Top());
    line.addSubcommand("run", RunSpec.of(session));
    line.addSubcommand(new WorkerCommand(session));
    line.addSubcommand("submit", RunSpec.ofSubmit(session));
    line.addSubcommand(new InvocationCommands.Result(session));
    line.addSubcommand(new InvocationCommands.Cancel(session));
    line.addSubcommand(new InvocationCommands.Retry(session));
    line.addSubcommand(new WorkersCommand(session));
    line.addSubcommand(new MonitorCommand(session));
    line.addSubcommand(new StatesCommand(session));
    line.addSubcommand(new LogCommand(session));
    line.addSubcommand(new WhyCommand(session));
    line.addSubcommand(new ConfigCommand(session));
    line.addSubcommand(new PruneCommand(session));
    line.addSubcommand("db", DbCommand.line(session));
    line.addSubcommand(new CompletionCommand(session));
    line.setOut(
        new java.io.PrintWriter(session.out(), true, java.nio.charset.StandardCharsets.UTF_8));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            session.screen().style() == Style.COLOURED ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(Math.min(100, session.screen().width()));
    line.setExpandAtFiles(false);
    return line;
  }

  private static int usage(Session session, ParameterException e) {
    CommandLine at = e.getCommandLine();
    StringBuilder message = new StringBuilder(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
      List<String> known =
          word.startsWith("-")
              ? List.copyOf(at.getCommandSpec().optionsMap().keySet())
              : List.copyOf(at.getSubcommands().keySet());
      String kind = word.startsWith("-") ? "Unknown option " : "Unknown command ";
      message = new StringBuilder(kind + word + "." + Nearest.hint(word, known));
    }
    session.screen().line(session.screen().style().red("error: ") + message);
    session.screen().line("heddle " + help(at) + " shows how.");
    return Main.USAGE;
  }

  private static String help(CommandLine at) {
    String name = at.getCommandSpec().qualifiedName().substring("heddle".length()).strip();
    return name.isEmpty() ? "--help" : name + " --help";
  }
}
