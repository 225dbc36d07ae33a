package dev.heddle.cli;

import dev.heddle.store.Ids;
import dev.heddle.store.Store;
import dev.heddle.store.Waiting;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heddle workers}: who works, and what waits for whom. */
@Command(
    name = "workers",
    description = "Show the workers, and what waits in the queues.",
    mixinStandardHelpOptions = true)
final class WorkersCommand implements Callable<Integer> {
  private static final int ENDED = 5;

  private final Session session;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--all", description = "Show every worker that ever was.")
  private boolean all;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.KEPT)
  private Optional<String> url = Optional.empty();

  WorkersCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return StoreDoor.read(session, url, this::read, this::nothing);
  }

  private int read(Store store) {
    store.recover(); // whose process is gone is shown as dead, never as alive
    List<WorkerRecord> workers = workers(store);
    List<Waiting> waiting = store.waiting();
    Unserved unserved = Unserved.of(store);
    if (json) {
      session.out().println(json(workers, waiting, unserved));
    } else {
      session.print(lines(workers, waiting, unserved, store.clock().millis()));
    }
    return Main.SUCCESS;
  }

  private int nothing(String store) {
    if (json) {
      session.out().println("{\"workers\":[],\"waiting\":[]}");
    } else {
      session.screen().line(StoreDoor.nothingIn(store));
    }
    return Main.SUCCESS;
  }

  private List<WorkerRecord> workers(Store store) {
    int living = store.workers(0).size();
    return store.workers(all ? Integer.MAX_VALUE : living + ENDED);
  }

  private List<String> lines(
      List<WorkerRecord> workers, List<Waiting> waiting, Unserved unserved, long now) {
    Style style = Style.of(Terminal.onOutput(), session.environment());
    List<String> lines = new ArrayList<>();
    if (workers.isEmpty()) {
      lines.add("No worker has ever worked on this store. Start one: heddle worker FILE.java");
    } else {
      Table table =
          new Table(
              "worker",
              "state",
              "process",
              "queues",
              ">slots",
              ">running",
              ">claimed",
              ">paused",
              ">beat",
              ">up");
      for (WorkerRecord w : workers) {
        boolean here = w.state() == WorkerState.ALIVE || w.state() == WorkerState.STOPPING;
        table.add(
            here ? line -> line : style::dim,
            Ids.text(w.id()),
            w.state().name().toLowerCase(Locale.ROOT),
            w.process(),
            w.queues().isEmpty() ? "all" : String.join(",", w.queues()),
            String.valueOf(w.slots()),
            here ? String.valueOf(w.running()) : "-",
            here ? String.valueOf(w.claimed()) : "-",
            here ? String.valueOf(w.paused()) : "-",
            !here || w.beatAt() == 0 ? "-" : Times.between(w.beatAt(), now) + " ago",
            Times.between(w.startedAt(), w.endedAt() == 0 ? now : w.endedAt()));
      }
      lines.addAll(table.lines(style));
    }
    if (!waiting.isEmpty()) {
      lines.add("");
      Table table = new Table("queue", "task", "state", ">count", ">oldest", "");
      for (Waiting w : waiting) {
        boolean available = w.state().kind() == dev.heddle.InvocationState.Kind.AVAILABLE;
        String note = available ? unserved.why(w.queue(), w.task()).orElse("") : "";
        table.add(
            note.isEmpty() ? line -> line : style::yellow,
            w.queue(),
            Names.brief(w.task()),
            w.state().name().toLowerCase(Locale.ROOT),
            String.format(Locale.ROOT, "%,d%s", w.count(), w.more() ? "+" : ""),
            Times.between(w.since(), now),
            note);
      }
      lines.addAll(table.lines(style));
    }
    return lines;
  }

  private static JsonObject json(
      List<WorkerRecord> workers, List<Waiting> waiting, Unserved unserved) {
    return new JsonObject()
        .putAll(
            "workers",
            workers.stream()
                .map(
                    w ->
                        new JsonObject()
                            .put("id", Ids.text(w.id()))
                            .put("state", w.state().name())
                            .put("process", w.process())
                            .put("slots", w.slots())
                            .put("queues", w.queues())
                            .put("tasks", w.tasks())
                            .put("claimed", w.claimed())
                            .put("running", w.running())
                            .put("paused", w.paused())
                            .put("startedAt", Times.iso(w.startedAt()))
                            .put("endedAt", Times.iso(w.endedAt()))
                            .put("beatAt", Times.iso(w.beatAt())))
                .toList())
        .putAll(
            "waiting",
            waiting.stream()
                .map(
                    w ->
                        new JsonObject()
                            .put("queue", w.queue())
                            .put("task", w.task())
                            .put("state", w.state().name())
                            .put("count", w.count())
                            .put("more", w.more())
                            .put("since", Times.iso(w.since()))
                            .put("unserved", unserved.why(w.queue(), w.task()).orElse(null)))
                .toList());
  }
}
