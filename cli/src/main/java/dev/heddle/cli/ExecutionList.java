package dev.heddle.cli;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Ids;
import dev.heddle.store.Masking;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Executions under each other, newest first. */
final class ExecutionList {
  private ExecutionList() {}

  static List<String> lines(
      List<ExecutionRecord> executions, Style style, ZoneId zone, LocalDate today) {
    Table table =
        new Table("id", "state", ">started", ">took", ">run", ">cached", ">failed", "what");
    for (ExecutionRecord e : executions) {
      table.add(
          paint(e.state(), style),
          Ids.text(e.id()),
          e.state().name().toLowerCase(Locale.ROOT),
          Times.moment(e.startedAt(), zone, today),
          e.endedAt() == 0 ? "-" : Times.between(e.startedAt(), e.endedAt()),
          number(e.totals().run()),
          number(e.totals().cached()),
          number(e.totals().failed()),
          what(e.label()));
    }
    return table.lines(style);
  }

  static UnaryOperator<String> paint(ExecutionState state, Style style) {
    return switch (state) {
      case FAILED -> style::red;
      case CANCELLED, INTERRUPTED -> style::yellow;
      case RUNNING -> style::cyan;
      case SUCCEEDED -> UnaryOperator.identity();
    };
  }

  static JsonObject json(ExecutionRecord e, Masking masking) {
    return new JsonObject()
        .put("execution", Ids.text(e.id()))
        .put("status", e.state().name())
        .put("label", e.label())
        .put("commandLine", e.commandLine())
        .put("startedAt", Times.iso(e.startedAt()))
        .put("endedAt", Times.iso(e.endedAt()))
        .putJson("durationMs", e.endedAt() == 0 ? null : "" + (e.endedAt() - e.startedAt()))
        .put(
            "invocations",
            new JsonObject()
                .put("total", e.totals().total())
                .put("run", e.totals().run())
                .put("cached", e.totals().cached())
                .put("failed", e.totals().failed()))
        .putJson("result", masking.result(e))
        .put("error", e.error() == null ? null : Stored.brief(e.error()));
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** A task without its folder; an expression as it stands. */
  private static String what(String label) {
    return label.indexOf('(') < 0 && label.indexOf(' ') < 0 ? Names.brief(label) : label;
  }
}
