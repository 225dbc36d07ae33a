package dev.heddle.cli;

import dev.heddle.InvocationState;
import dev.heddle.store.StateDiagram;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heddle states}: the table of all states of an invocation. */
@Command(
    name = "states",
    description = "Show the states of an invocation, and what may follow what.",
    mixinStandardHelpOptions = true)
final class StatesCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--markdown", description = "As the documentation has it, with a diagram.")
  private boolean markdown;

  StatesCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (markdown) {
      session.print(StateDiagram.text().lines().toList());
      return Main.SUCCESS;
    }
    Style style = Style.of(Terminal.onOutput(), session.environment());
    Table table = new Table("", "state", "kind", "meaning", "may become");
    for (InvocationState state : InvocationState.values()) {
      String next = state.next().stream().map(Enum::name).collect(Collectors.joining(" "));
      table.add(
          state.mayBegin() ? "*" : "",
          state.name(),
          state.kind().name().toLowerCase(Locale.ROOT),
          state.meaning(),
          next.isEmpty() ? "-" : next);
    }
    session.print(table.lines(style));
    session.out().println();
    session.out().println("* an invocation may begin its life here");
    for (InvocationState.Kind kind : InvocationState.Kind.values()) {
      session
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%-9s  moved on by %s",
                  kind.name().toLowerCase(Locale.ROOT),
                  kind.ownerRule()));
    }
    return Main.SUCCESS;
  }
}
