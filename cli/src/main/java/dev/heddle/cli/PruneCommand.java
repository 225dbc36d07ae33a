package dev.heddle.cli;

import dev.heddle.store.Pruned;
import dev.heddle.store.Store;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heddle prune}: removes what is old. */
@Command(
    name = "prune",
    description =
        "Remove what ended, and results that were last used, longer ago than --keep. What a"
            + " retained execution needs stays.",
    mixinStandardHelpOptions = true)
final class PruneCommand implements Callable<Integer> {
  private final Session session;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      required = true,
      description = "How long things are kept: 30d, 12h, …")
  private String keep = "";

  @Option(names = "--dry-run", description = "Only tell what would be removed.")
  private boolean dryRun;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.KEPT)
  private Optional<String> url = Optional.empty();

  PruneCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Duration kept = Lengths.parse("--keep", keep);
    return StoreDoor.read(session, url, store -> prune(store, kept), this::nothing);
  }

  private int prune(Store store, Duration kept) {
    Pruned pruned = store.prune(store.clock().millis() - kept.toMillis(), dryRun);
    Table table = new Table(dryRun ? "would be removed" : "removed", ">count");
    table.add("executions", count(pruned.executions()));
    table.add("invocations", count(pruned.invocations()));
    table.add("results", count(pruned.nodes()));
    table.add("large values", count(pruned.values()));
    table.add("bytes of these", count(pruned.valueBytes()));
    table.add("lines of history and logs", count(pruned.history()));
    session.print(table.lines(Style.of(Terminal.onOutput(), session.environment())));
    return Main.SUCCESS;
  }

  private int nothing(String store) {
    session.screen().line(StoreDoor.nothingIn(store));
    return Main.SUCCESS;
  }

  private static String count(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
