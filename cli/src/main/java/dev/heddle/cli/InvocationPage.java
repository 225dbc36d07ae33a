package dev.heddle.cli;

import dev.heddle.store.FileUse;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import dev.heddle.value.StoredValue;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Everything on record about one invocation. */
final class InvocationPage {
  private static final int SHOWN = 20;

  private final Store store;
  private final InvocationRecord invocation;
  private final Optional<NodeRecord> node;
  private final Masking masking;
  private final @Nullable OrderText ordered;

  InvocationPage(Store store, InvocationRecord invocation, Masking masking) {
    this.store = store;
    this.invocation = invocation;
    this.masking = masking;
    this.node = store.nodes(List.of(invocation.id())).stream().findFirst();
    QueueRecord queued = invocation.queue();
    this.ordered = queued == null ? null : new OrderText(store, invocation, queued, masking);
  }

  List<String> lines(Style style, ZoneId zone, LocalDate today) {
    List<String> lines = new ArrayList<>();
    lines.add(
        style.bold("invocation " + Ids.text(invocation.id()))
            + "  "
            + invocation.state().name().toLowerCase(java.util.Locale.ROOT)
            + "  "
            + invocation.task().name());
    String took =
        invocation.endedAt() == 0 || invocation.startedAt() == 0
            ? ""
            : ", took " + Times.between(invocation.startedAt(), invocation.endedAt());
    lines.add(
        invocation.startedAt() == 0
            ? "  has not begun"
            : "  started " + Times.moment(invocation.startedAt(), zone, today) + took);
    if (ordered == null) {
      lines.add("  in execution " + Ids.text(invocation.execution()) + parent());
    } else {
      ordered.order(zone, today).forEach(line -> lines.add("  " + line));
      if (invocation.parent() != 0) {
        lines.add("  ordered by" + parent().substring(", called by".length()));
      }
    }
    section(lines, style, "arguments", arguments());
    outcome(lines, style);
    if (ordered != null) {
      section(lines, style, "history", ordered.history(style, zone));
      section(lines, style, "log", ordered.log(zone));
      section(lines, style, "ordered by it", ordered.children());
    }
    section(lines, style, "key", key());
    section(lines, style, "files", node.map(n -> files(n.files())).orElse(List.of()));
    section(lines, style, "calls under it", children());
    return lines;
  }

  private static void section(List<String> lines, Style style, String name, List<String> body) {
    if (body.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold(name));
    body.forEach(line -> lines.add("  " + line));
  }

  private String parent() {
    if (invocation.parent() == 0) {
      return ", called by nobody: it is the root";
    }
    return ", called by "
        + store
            .invocation(invocation.parent())
            .map(p -> Names.brief(p.task().name()) + " " + Ids.text(p.id()))
            .orElse(Ids.text(invocation.parent()));
  }

  private List<String> arguments() {
    List<String> lines = new ArrayList<>();
    List<String> names = invocation.task().parameters();
    List<String> values = masking.arguments(invocation);
    for (int i = 0; i < values.size(); i++) {
      String name = i < names.size() ? names.get(i) : "argument " + (i + 1);
      String[] text = Json.pretty(values.get(i)).split("\n", -1);
      lines.add(name + " = " + text[0]);
      for (int n = 1; n < text.length; n++) {
        lines.add("  " + text[n]);
      }
    }
    return lines;
  }

  private void outcome(List<String> lines, Style style) {
    String result = masking.result(invocation);
    StoredError error = invocation.error();
    if (result != null) {
      section(
          lines,
          style,
          "result (" + invocation.task().result() + ")",
          Json.pretty(result).lines().toList());
    } else if (error != null) {
      section(lines, style, "error", Stored.lines(error));
    } else if (node.isPresent() && node.get().expression() != null) {
      section(lines, style, "result", List.of("an expression; its value was never complete"));
    }
  }

  /** What the call key was made of. */
  private List<String> key() {
    List<String> lines = new ArrayList<>();
    lines.add(invocation.key() + "  made of");
    lines.add(
        "  "
            + invocation.task().hash()
            + "  the task: its name, signature and code ("
            + Names.count(invocation.task().members().size(), "member", "members")
            + "; heddle why "
            + Ids.text(invocation.id())
            + ")");
    List<String> names = invocation.task().parameters();
    List<StoredValue> values = invocation.arguments();
    for (int i = 0; i < values.size(); i++) {
      String name = i < names.size() ? names.get(i) : "argument " + (i + 1);
      lines.add("  " + values.get(i).hash() + "  " + name);
    }
    return lines;
  }

  private static List<String> files(List<FileUse> files) {
    return files.stream()
        .map(
            f ->
                (f.written() ? "written  " : "read     ")
                    + f.digest().abbreviated()
                    + "  "
                    + f.location())
        .toList();
  }

  private List<String> children() {
    List<String> lines = new ArrayList<>();
    long[] ids = node.map(NodeRecord::children).orElse(invocation.hits().nodes());
    List<Long> shown = LongStream.of(ids).distinct().limit(SHOWN).boxed().toList();
    for (NodeRecord child : store.nodes(shown)) {
      lines.add(
          Ids.text(child.id())
              + "  "
              + Names.call(child.task().name(), masking.arguments(child), 70));
    }
    if (ids.length > shown.size()) {
      lines.add("… " + (ids.length - shown.size()) + " more");
    }
    return lines;
  }

  JsonObject json() {
    JsonObject object =
        ExecutionJson.invocation(invocation, masking)
            .put("execution", Ids.text(invocation.execution()))
            .put("key", invocation.key().toString())
            .put("taskHash", invocation.task().hash().toString())
            .put("parameters", invocation.task().parameters())
            .put(
                "argumentHashes",
                invocation.arguments().stream().map(v -> v.hash().toString()).toList());
    List<JsonObject> files =
        node.map(NodeRecord::files).orElse(List.of()).stream()
            .map(
                f ->
                    new JsonObject()
                        .put("location", f.location())
                        .put("digest", f.digest().toString())
                        .put("written", f.written()))
            .toList();
    List<String> children =
        LongStream.of(node.map(NodeRecord::children).orElse(new long[0]))
            .mapToObj(Ids::text)
            .toList();
    object.putAll("files", files).put("children", children);
    if (ordered != null) {
      ordered.json(object);
    }
    return object;
  }
}
