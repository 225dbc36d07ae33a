package dev.heddle.cli;

import dev.heddle.RetryPolicy;
import dev.heddle.StateChange;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.LogLine;
import dev.heddle.store.Masking;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is on record of an ordered invocation beyond that of any: its order, history and log. */
final class OrderText {
  private static final int LOG_LINES = 200;
  private static final int CHILDREN = 20;

  private final Store store;
  private final InvocationRecord invocation;
  private final QueueRecord queued;
  private final Masking masking;

  OrderText(Store store, InvocationRecord invocation, QueueRecord queued, Masking masking) {
    this.store = store;
    this.invocation = invocation;
    this.queued = queued;
    this.masking = masking;
  }

  /** How it is carried out. */
  List<String> order(ZoneId zone, LocalDate today) {
    List<String> lines = new ArrayList<>();
    Submission submission = queued.submission();
    Submission.Order order = submission.order();
    lines.add(
        "queue "
            + order.queue()
            + (order.priority() == 0 ? "" : ", priority " + order.priority())
            + (order.key() == null ? "" : ", key \"" + order.key() + "\"")
            + ", ordered "
            + Times.moment(submission.submittedAt(), zone, today)
            + (order.due() == 0 ? "" : ", not before " + Times.moment(order.due(), zone, today)));
    if (submission.expression() != null) {
      lines.add("a whole expression");
    }
    if (!order.tags().isEmpty()) {
      lines.add("tags " + String.join(", ", order.tags()));
    }
    RetryPolicy retry = order.retry();
    if (retry.max() > 0) {
      lines.add(
          Names.count(retry.max(), "retry", "retries")
              + ", the first after "
              + Times.duration((double) retry.backoff().toMillis())
              + (retry.on().isEmpty() ? "" : ", on " + String.join(", ", retry.on())));
    }
    if (order.timeoutMillis() > 0) {
      lines.add("timeout " + Times.duration((double) order.timeoutMillis()) + " an attempt");
    }
    if (submission.retryOf() != 0) {
      lines.add("again for " + Ids.text(submission.retryOf()));
    }
    if (queued.total() > 0) {
      lines.add(String.format(Locale.ROOT, "progress %,d of %,d", queued.done(), queued.total()));
    }
    if (!queued.waitsFor().isEmpty()) {
      lines.add(
          "waits for " + String.join(", ", queued.waitsFor().stream().map(Ids::text).toList()));
    }
    return lines;
  }

  /** Each change: when, what, by whom, why. */
  List<String> history(Style style, ZoneId zone) {
    List<StateChange> changes = store.history(invocation.id());
    Table table = new Table("at", ">after", "state", "worker", ">attempt", "why");
    Instant before = null;
    for (StateChange change : changes) {
      table.add(
          time(change.at(), zone),
          before == null ? "" : after(Duration.between(before, change.at())),
          change.state().name().toLowerCase(Locale.ROOT),
          change.worker().isEmpty() ? "-" : change.worker(),
          String.valueOf(change.attempt()),
          Names.firstLine(change.why()));
      before = change.at();
    }
    return table.isEmpty() ? List.of() : table.lines(style);
  }

  private static String after(Duration gap) {
    return gap.isNegative() || gap.isZero()
        ? "+0 ms"
        : "+" + Times.duration((double) gap.toMillis());
  }

  private static String time(Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).format(at.atZone(zone));
  }

  /** What its bodies logged. */
  List<String> log(ZoneId zone) {
    List<LogLine> kept = store.logLines(invocation.id(), LOG_LINES + 1);
    List<String> lines = new ArrayList<>();
    for (LogLine line : kept.subList(0, Math.min(LOG_LINES, kept.size()))) {
      lines.add(
          time(Instant.ofEpochMilli(line.at()), zone)
              + "  "
              + String.format(Locale.ROOT, "%-5s", line.level())
              + "  "
              + (queued.attempt() > 1 ? "attempt " + line.attempt() + "  " : "")
              + line.text());
    }
    if (kept.size() > LOG_LINES) {
      lines.add("… more");
    }
    return lines;
  }

  /** What its body ordered. */
  List<String> children() {
    List<String> lines = new ArrayList<>();
    List<Long> ids = store.children(invocation.id(), 0, CHILDREN + 1);
    for (long id : ids.subList(0, Math.min(CHILDREN, ids.size()))) {
      store
          .invocation(id)
          .ifPresent(
              child ->
                  lines.add(
                      Ids.text(id)
                          + "  "
                          + String.format(
                              Locale.ROOT, "%-9s", child.state().name().toLowerCase(Locale.ROOT))
                          + "  "
                          + Names.call(child.task().name(), masking.arguments(child), 60)));
    }
    if (ids.size() > CHILDREN) {
      lines.add("… more");
    }
    return lines;
  }

  /** All of it, put into the invocation's object. */
  void json(JsonObject object) {
    Submission submission = queued.submission();
    Submission.Order order = submission.order();
    object
        .put("queue", order.queue())
        .put("priority", order.priority())
        .put("submitKey", order.key())
        .put("tags", List.copyOf(order.tags()))
        .put("submittedAt", Times.iso(submission.submittedAt()))
        .put("dueAt", Times.iso(order.due()))
        .put("claimedAt", Times.iso(queued.claimedAt()))
        .put("worker", queued.worker() == 0 ? null : Ids.text(queued.worker()))
        .put("attempt", queued.attempt())
        .put("epoch", queued.epoch())
        .put("deaths", queued.deaths().stream().map(Ids::text).toList())
        .put("waitsFor", queued.waitsFor().stream().map(Ids::text).toList())
        .put("retryOf", submission.retryOf() == 0 ? null : Ids.text(submission.retryOf()))
        .put("done", queued.done())
        .put("total", queued.total())
        .put(
            "ordered",
            store.children(invocation.id(), 0, Integer.MAX_VALUE).stream().map(Ids::text).toList())
        .putAll(
            "history",
            store.history(invocation.id()).stream()
                .map(
                    change ->
                        new JsonObject()
                            .put("at", change.at().toString())
                            .put("state", change.state().name())
                            .put("worker", change.worker().isEmpty() ? null : change.worker())
                            .put("attempt", change.attempt())
                            .put("epoch", change.epoch())
                            .put("why", change.why()))
                .toList())
        .putAll(
            "log",
            store.logLines(invocation.id(), Integer.MAX_VALUE).stream()
                .map(
                    line ->
                        new JsonObject()
                            .put("at", Times.iso(line.at()))
                            .put("attempt", line.attempt())
                            .put("level", line.level())
                            .put("text", line.text()))
                .toList());
  }
}
