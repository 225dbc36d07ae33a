package dev.heddle.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** {@code heddle completion}: prints a script that teaches a shell the commands and options. */
@Command(
    name = "completion",
    description = "Print a completion script for bash, zsh or fish.",
    footer = {
      "",
      "bash, zsh:  source <(heddle completion bash)",
      "fish:       heddle completion fish | source"
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** The shells there are scripts for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  private final Session session;

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
  private Shell shell = Shell.bash;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine line = Commands.line(session);
    // Of picocli's, one script serves bash and zsh.
    session.out().println(shell == Shell.fish ? fish(line) : AutoComplete.bash("heddle", line));
    return Main.SUCCESS;
  }

  private static String fish(CommandLine line) {
    StringBuilder script = new StringBuilder("# fish completion for heddle\n");
    script.append("complete -c heddle -n __fish_use_subcommand -f\n");
    options(script, line, "__fish_use_subcommand");
    Map<String, CommandLine> commands = new TreeMap<>(line.getSubcommands());
    commands.forEach(
        (name, command) -> {
          script
              .append("complete -c heddle -n __fish_use_subcommand -f -a ")
              .append(name)
              .append(" -d ")
              .append(description(command))
              .append('\n');
          options(script, command, "'__fish_seen_subcommand_from " + name + "'");
          under(script, name, command);
        });
    script.append("complete -c heddle -n '__fish_seen_subcommand_from completion' -f");
    script.append(" -a 'bash zsh fish'");
    return script.toString();
  }

  /** The commands under a command, each with its options. */
  private static void under(StringBuilder script, String name, CommandLine command) {
    Map<String, CommandLine> commands = new TreeMap<>(command.getSubcommands());
    String seen = "__fish_seen_subcommand_from ";
    commands.forEach(
        (inner, line) -> {
          script
              .append("complete -c heddle -n '" + seen + name + "; and not " + seen)
              .append(String.join(" ", commands.keySet()))
              .append("' -f -a ")
              .append(inner)
              .append(" -d ")
              .append(description(line))
              .append('\n');
          options(script, line, "'" + seen + name + "; and " + seen + inner + "'");
        });
  }

  private static String description(CommandLine command) {
    return quoted(String.join(" ", command.getCommandSpec().usageMessage().description()));
  }

  private static void options(StringBuilder script, CommandLine command, String condition) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      script.append("complete -c heddle -n ").append(condition);
      for (String name : List.of(option.names())) {
        script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      if (option.arity().max() > 0) {
        script.append(" -r");
      }
      script.append(" -d ").append(quoted(String.join(" ", option.description()))).append('\n');
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
