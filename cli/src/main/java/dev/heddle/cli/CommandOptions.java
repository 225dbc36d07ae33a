package dev.heddle.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of a command among which a task's parameters stand. A parameter of such a name is
 * typed with a prefix.
 *
 * @param command as it is typed behind {@code heddle}
 * @param names every option that the command reads as its own
 */
record CommandOptions(String command, List<String> names) {
  /** What {@code --param:name} begins with: a parameter for certain, whatever options exist. */
  static final String FORCED = "--param:";

  static final CommandOptions RUN = new CommandOptions("run", RunArguments.TAKEN);
  static final CommandOptions SUBMIT =
      new CommandOptions("submit", both(SubmitCommand.OPTIONS, RunArguments.TAKEN));

  private static List<String> both(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /** How a parameter is typed for certain: {@code --name}, or {@code --param:name}. */
  String typed(String parameter) {
    String option = "--" + parameter;
    return names.contains(option) ? FORCED + parameter : option;
  }
}
