package dev.heddle.cli;

import dev.heddle.Heddle;
import dev.heddle.config.Nearest;
import dev.heddle.config.Settings;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.Store;
import dev.heddle.task.CodeMember;
import dev.heddle.task.TaskVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle why}: what a key was made of, and which part of it is another than before. */
@Command(
    name = "why",
    description = "Say why an invocation ran, or which code counts as a task's.",
    footer = {
      "",
      "heddle why ID                      why this invocation was not taken from the store",
      "heddle why TASK --code FILE.java   the members of the code that count as the task's",
      "heddle why TASK                    what changed between its recorded states"
    },
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "ID|TASK", description = "An invocation, or the name of a task.")
  private String subject = "";

  @Option(names = "--code", paramLabel = "FILE.java", description = "The file that has the task.")
  private Optional<String> file = Optional.empty();

  @Option(names = ShowSensitive.OPTION, description = ShowSensitive.DESCRIPTION)
  private boolean showSensitive;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.ANY)
  private Optional<String> url = Optional.empty();

  WhyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (file.isPresent()) {
      session.print(code(StoreDoor.settings(session, url), file.get()));
      return Main.SUCCESS;
    }
    return StoreDoor.read(session, url, this::read);
  }

  private int read(Store store) {
    OptionalLong id = Ids.parse(subject);
    Optional<InvocationRecord> invocation =
        id.isPresent() ? store.invocation(id.getAsLong()) : Optional.empty();
    session.print(
        invocation.isPresent()
            ? new Comparison(store, invocation.get(), new Masking(store, showSensitive)).lines()
            : versions(store));
    return Main.SUCCESS;
  }

  private List<String> code(Settings settings, String path) {
    RunArguments arguments = RunArguments.parse(List.of(path, subject));
    Program program = Program.load(arguments, settings, session.screen());
    Settings forgetful = session.settings(Map.of("store", "memory:"));
    try (Heddle heddle = Heddle.builder().settings(forgetful).open()) {
      TaskVersion version = heddle.tasks().define(program.task(subject)).version();
      List<String> lines = new ArrayList<>();
      lines.add(version.name() + "  " + version.hash());
      lines.add("");
      if (version.members().isEmpty()) {
        lines.add("Its code does not count: @Task(version = …) says when results become stale.");
      }
      Table table = new Table("digest", "member");
      for (CodeMember member : version.members()) {
        table.add(member.digest().abbreviated(), Comparison.shown(member));
      }
      if (!table.isEmpty()) {
        lines.addAll(table.lines(Style.PLAIN));
      }
      return lines;
    }
  }

  private List<String> versions(Store store) {
    List<TaskVersion> versions = store.taskVersions(subject);
    if (versions.isEmpty()) {
      throw new UsageException(
          "There is no invocation and no recorded task \""
              + subject
              + "\" in "
              + store.url()
              + "."
              + Nearest.hint(subject, recent(store)));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        subject
            + " is on record in "
            + Names.count(versions.size(), "state", "states")
            + " of its code, newest first");
    for (int i = 0; i < versions.size(); i++) {
      lines.add("");
      lines.add(versions.get(i).hash().toString());
      if (i + 1 < versions.size()) {
        lines.addAll(Comparison.codeChange(versions.get(i + 1), versions.get(i)));
      }
    }
    return lines;
  }

  private static List<String> recent(Store store) {
    return store.executions(Long.MAX_VALUE, 20).stream()
        .flatMap(e -> store.invocations(e.id(), 0, 100).stream())
        .map(i -> i.task().name())
        .distinct()
        .toList();
  }
}
