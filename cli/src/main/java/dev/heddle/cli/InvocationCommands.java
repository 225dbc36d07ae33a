package dev.heddle.cli;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Committer;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.Outcome;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about invocations by their ids. None loads any class of the user's. */
final class InvocationCommands {
  private static final String IDS =
      "An ordered invocation: its id, or the beginning of one that no other has.";

  private InvocationCommands() {}

  /** What they have in common: ids, and a store that must exist. */
  abstract static class ById implements Callable<Integer> {
    final Session session;

    @Option(names = "--store", paramLabel = "URL", description = StoreDoor.KEPT)
    private Optional<String> url = Optional.empty();

    ById(Session session) {
      this.session = session;
    }

    abstract int with(Store store);

    @Override
    public Integer call() {
      return StoreDoor.read(session, url, this::with);
    }

    static Outcome told(Store store, Change change) {
      try (Committer committer = new Committer(store)) {
        Outcome outcome = committer.commit(Fence.NONE, List.of(change));
        if (outcome instanceof Outcome.Errored errored) {
          throw errored.error();
        }
        return outcome;
      }
    }
  }

  @Command(
      name = "result",
      description = "Print the result of an ordered invocation.",
      mixinStandardHelpOptions = true)
  static final class Result extends ById {
    @Parameters(paramLabel = "ID", description = IDS)
    private String id = "";

    @Option(names = "--wait", paramLabel = "TIME", description = "Wait for it: 30s, 5m, …")
    private Optional<String> wait = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = ShowSensitive.OPTION, description = ShowSensitive.DESCRIPTION)
    private boolean showSensitive;

    Result(Session session) {
      super(session);
    }

    @Override
    int with(Store store) {
      InvocationRecord record = OrderedIds.meant(store, id);
      Duration length = wait.map(w -> Lengths.parse("--wait", w)).orElse(Duration.ZERO);
      return new ResultPrinter(session, store, json, new Masking(store, showSensitive))
          .await(record.id(), length)
          .orElse(Main.FAILED);
    }
  }

  @Command(
      name = "cancel",
      description = "Give up ordered invocations, with all that they ordered.",
      mixinStandardHelpOptions = true)
  static final class Cancel extends ById {
    @Parameters(paramLabel = "ID", arity = "1..*", description = IDS)
    private List<String> ids = new ArrayList<>();

    Cancel(Session session) {
      super(session);
    }

    @Override
    int with(Store store) {
      List<InvocationRecord> wanted = OrderedIds.meant(store, ids);
      told(
          store,
          new Change.CancelRequested(
              wanted.stream().map(InvocationRecord::id).toList(),
              "heddle cancel, by pid " + ProcessHandle.current().pid(),
              store.clock().millis()));
      for (InvocationRecord before : wanted) {
        String name = Ids.text(before.id()) + "  " + Names.brief(before.task().name());
        session
            .out()
            .println(
                before.state().isFinal()
                    ? "ended      " + name + "  it was " + before.state() + " already"
                    : "cancelled  " + name + "  it was " + before.state());
      }
      return Main.SUCCESS;
    }
  }

  @Command(
      name = "retry",
      description = "Order invocations that have ended again, as new ones.",
      mixinStandardHelpOptions = true)
  static final class Retry extends ById {
    @Parameters(paramLabel = "ID", arity = "1..*", description = IDS)
    private List<String> ids = new ArrayList<>();

    Retry(Session session) {
      super(session);
    }

    @Override
    int with(Store store) {
      List<InvocationRecord> wanted = OrderedIds.meant(store, ids);
      for (InvocationRecord record : wanted) {
        if (!record.state().isFinal()) {
          throw new UsageException(
              Ids.text(record.id())
                  + " is "
                  + record.state()
                  + ": only what has ended can be ordered again. heddle cancel ends it. Nothing was"
                  + " ordered.");
        }
      }
      long first = store.reserveIds(wanted.size());
      List<Submission> again = new ArrayList<>();
      for (InvocationRecord record : wanted) {
        QueueRecord queued = record.queue();
        if (queued != null) {
          again.add(queued.submission().again(first + again.size(), store.clock().millis()));
        }
      }
      String why = "heddle retry, by pid " + ProcessHandle.current().pid();
      told(store, new Change.Submitted(again, 0, why));
      for (Submission one : again) {
        session
            .out()
            .println(
                Ids.text(one.id())
                    + "  "
                    + Names.brief(one.task().name())
                    + "  again for "
                    + Ids.text(one.retryOf()));
      }
      return Main.SUCCESS;
    }
  }
}
