package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The table of {@link InvocationState} as a person reads it: what {@code heddle states} prints and
 * the documentation shows. Made from the enum alone, so that neither can say anything else.
 */
public final class StateDiagram {
  private static final String BEGIN = "[*]";

  private StateDiagram() {}

  /** Markdown: a table of the states, then a Mermaid diagram of the transitions. */
  public static String text() {
    return table() + "\n" + diagram();
  }

  private static String table() {
    StringBuilder table = new StringBuilder();
    row(table, "state", "kind", "who moves it on", "next states", "meaning");
    row(table, "---", "---", "---", "---", "---");
    for (InvocationState state : InvocationState.values()) {
      row(
          table,
          state.name() + (state.mayBegin() ? " ●" : ""),
          state.kind().name().toLowerCase(Locale.ROOT),
          state.kind().ownerRule(),
          state.isFinal() ? "–" : names(state),
          state.meaning());
    }
    return table.append("\n● an invocation may begin its life in this state\n").toString();
  }

  private static void row(StringBuilder table, String... cells) {
    table.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String names(InvocationState state) {
    return state.next().stream().map(InvocationState::name).collect(Collectors.joining(", "));
  }

  private static String diagram() {
    StringBuilder diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    List<InvocationState> states = Arrays.asList(InvocationState.values());
    states.stream().filter(InvocationState::mayBegin).forEach(s -> arrow(diagram, BEGIN, s.name()));
    for (InvocationState state : states) {
      state.next().forEach(next -> arrow(diagram, state.name(), next.name()));
    }
    states.stream().filter(InvocationState::isFinal).forEach(s -> arrow(diagram, s.name(), BEGIN));
    return diagram.append("```\n").toString();
  }

  private static void arrow(StringBuilder diagram, String from, String to) {
    diagram.append("  ").append(from).append(" --> ").append(to).append('\n');
  }
}
