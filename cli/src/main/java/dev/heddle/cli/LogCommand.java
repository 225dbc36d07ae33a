package dev.heddle.cli;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.Store;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle log}: what happened, from the store alone. */
@Command(
    name = "log",
    description = "Show executions, one execution's tree of invocations, or one invocation.",
    mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
  private static final int EXECUTIONS = 20;
  private static final int PAGE = 1000;

  private final Session session;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "An execution or invocation, its id or the beginning of one; - is the last.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--all", description = "Show everything, however much it is.")
  private boolean all;

  @Option(names = "--submitted", description = "List ordered invocations, the newest first.")
  private boolean submitted;

  @Option(names = ShowSensitive.OPTION, description = ShowSensitive.DESCRIPTION)
  private boolean showSensitive;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.ANY)
  private Optional<String> url = Optional.empty();

  LogCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return StoreDoor.read(session, url, this::read, this::nothing);
  }

  private int read(Store store) {
    store.recover(); // an execution whose process is gone is shown as that, never as running
    if (submitted) {
      return submitted(store);
    }
    return id.isEmpty() ? list(store) : one(store, id.get());
  }

  private int nothing(String store) {
    if (id.isPresent()) {
      throw new UsageException(StoreDoor.nothingIn(store));
    }
    if (json) {
      session.out().println("[]");
    } else {
      session.screen().line(StoreDoor.nothingIn(store));
    }
    return Main.SUCCESS;
  }

  private int list(Store store) {
    List<ExecutionRecord> found = new ArrayList<>();
    long before = Long.MAX_VALUE;
    int most = all ? Integer.MAX_VALUE : EXECUTIONS;
    while (found.size() < most) {
      List<ExecutionRecord> page = store.executions(before, Math.min(PAGE, most - found.size()));
      if (page.isEmpty()) {
        break;
      }
      found.addAll(page);
      before = page.get(page.size() - 1).id();
    }
    if (json) {
      List<String> objects =
          found.stream().map(e -> ExecutionList.json(e, masking(store)).toString()).toList();
      session.out().println("[" + String.join(",\n ", objects) + "]");
    } else if (found.isEmpty()) {
      session.screen().line(noExecutionIn(store));
    } else {
      session.print(
          ExecutionList.lines(found, style(), ZoneId.systemDefault(), LocalDate.now(zone())));
      if (!all && !store.executions(before, 1).isEmpty()) {
        session.out().println("… older ones: heddle log --all");
      }
    }
    return Main.SUCCESS;
  }

  /** Orders, and so direct calls, are no executions, and on another list. */
  private static String noExecutionIn(Store store) {
    return store.submitted(Long.MAX_VALUE, 1).isEmpty()
        ? StoreDoor.nothingIn(store.url())
        : "No execution is recorded yet in "
            + store.url()
            + "; what was ordered: heddle log --submitted";
  }

  private int submitted(Store store) {
    int most = all ? Integer.MAX_VALUE : EXECUTIONS;
    List<InvocationRecord> found = store.submitted(Long.MAX_VALUE, most);
    if (json) {
      List<String> objects =
          found.stream().map(i -> ExecutionJson.invocation(i, masking(store)).toString()).toList();
      session.out().println("[" + String.join(",\n ", objects) + "]");
      return Main.SUCCESS;
    }
    Table table = new Table("invocation", "state", "ordered", ">took", "call");
    for (InvocationRecord i : found) {
      long ordered = i.queue() == null ? i.startedAt() : i.queue().submission().submittedAt();
      table.add(
          Ids.text(i.id()),
          i.state().name().toLowerCase(java.util.Locale.ROOT),
          Times.moment(ordered, zone(), LocalDate.now(zone())),
          i.endedAt() == 0 || i.startedAt() == 0 ? "-" : Times.between(i.startedAt(), i.endedAt()),
          Names.call(i.task().name(), masking(store).arguments(i), 60));
    }
    if (table.isEmpty()) {
      session.screen().line("Nothing was ordered yet in " + store.url());
    } else {
      session.print(table.lines(style()));
    }
    return Main.SUCCESS;
  }

  private int one(Store store, String wanted) {
    Optional<ExecutionRecord> execution = execution(store, wanted);
    if (execution.isPresent()) {
      Optional<InvocationRecord> ordered =
          store.invocation(execution.get().id()).filter(i -> i.queue() != null);
      if (ordered.isPresent() && !json) { // an ordered expression is both
        session.print(
            new InvocationPage(store, ordered.get(), masking(store))
                .lines(style(), zone(), LocalDate.now(zone())));
        session.out().println();
      }
      return tree(store, execution.get());
    }
    OptionalLong number = Ids.parse(wanted);
    Optional<InvocationRecord> invocation =
        number.isPresent()
            ? store.invocation(number.getAsLong())
            : OrderedIds.matching(store, wanted).stream().findFirst();
    if (invocation.isEmpty()) {
      throw new UsageException(
          "There is no execution or invocation \"" + wanted + "\" in " + store.url());
    }
    InvocationPage page = new InvocationPage(store, invocation.get(), masking(store));
    if (json) {
      session.out().println(page.json());
    } else {
      session.print(page.lines(style(), zone(), LocalDate.now(zone())));
    }
    return Main.SUCCESS;
  }

  private static Optional<ExecutionRecord> execution(Store store, String wanted) {
    if (wanted.equals("-")) {
      return Optional.of(
          store.executions(Long.MAX_VALUE, 1).stream()
              .findFirst()
              .orElseThrow(() -> new UsageException(StoreDoor.nothingIn(store.url()))));
    }
    OptionalLong number = Ids.parse(wanted);
    if (number.isPresent()) {
      return store.execution(number.getAsLong());
    }
    List<ExecutionRecord> begun =
        wanted.length() < 2
            ? List.of()
            : store.executions(Long.MAX_VALUE, PAGE).stream()
                .filter(e -> Ids.text(e.id()).startsWith(wanted))
                .toList();
    Set<Long> meant = new TreeSet<>(begun.stream().map(ExecutionRecord::id).toList());
    OrderedIds.matching(store, wanted).forEach(ordered -> meant.add(ordered.id()));
    OrderedIds.requireOne("executions and ordered invocations", wanted, meant);
    return begun.stream().findFirst();
  }

  private int tree(Store store, ExecutionRecord execution) {
    if (json) {
      new ExecutionJson(store, execution, all, session.out(), masking(store)).print();
    } else {
      int width = session.screen().width();
      session.print(
          new ExecutionTree(store, execution, style(), width, all, masking(store))
              .lines(zone(), LocalDate.now(zone())));
    }
    return Main.SUCCESS;
  }

  private Masking masking(Store store) {
    return new Masking(store, showSensitive);
  }

  private Style style() {
    return Style.of(Terminal.onOutput(), session.environment());
  }

  private static ZoneId zone() {
    return ZoneId.systemDefault();
  }
}
