package dev.heddle.cli;

import dev.heddle.InvocationState;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The invocations of one execution under those that called them. A hit wrote no row of its own: it
 * stands in its parent's list of hits, and what was under it is shown on request. The walk keeps
 * its own stack, so a chain may be as long as it likes.
 */
final class ExecutionTree {
  /** Lines that are shown if not all are asked for. */
  static final int LINES = 200;

  private static final int PAGE = 1000;

  /** Label, id and the blanks between them; and what is kept for the time. */
  private static final int BEFORE_CALL = 23;

  private static final int AFTER_CALL = 12;
  private static final String ARROW = " → ";
  private static final int SHORTEST_RESULT = 24;
  private static final Branch ROOT = new Branch(null, true, 0);

  private final Store store;
  private final ExecutionRecord execution;
  private final Style style;
  private final int width;
  private final boolean all;
  private final Masking masking;
  private final Map<Long, List<InvocationRecord>> children = new HashMap<>();
  private final Map<Long, NodeRecord> nodes = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private long hidden;

  ExecutionTree(
      Store store,
      ExecutionRecord execution,
      Style style,
      int width,
      boolean all,
      Masking masking) {
    this.masking = masking;
    this.store = store;
    this.execution = execution;
    this.style = style;
    this.width = width;
    this.all = all;
  }

  /** One line to come: an invocation, or a call that was taken from the store. */
  private record Entry(
      @Nullable InvocationRecord invocation,
      @Nullable NodeRecord node,
      long position,
      @Nullable Branch branch) {}

  /**
   * Where a line hangs: shares what is above it, so that a deep tree costs no more than a flat one.
   */
  private record Branch(@Nullable Branch above, boolean last, int depth) {
    private static final int SHOWN = 12;

    String text() {
      StringBuilder text = new StringBuilder(last ? "└─ " : "├─ ");
      Branch at = above;
      for (int i = 1; i < SHOWN && at != null; i++) {
        text.insert(0, at.last ? "   " : "│  ");
        at = at.above;
      }
      return depth > SHOWN ? "(" + depth + ") " + text : text.toString();
    }
  }

  List<String> lines(ZoneId zone, LocalDate today) {
    header(zone, today);
    long loaded = load();
    ArrayDeque<Entry> stack = new ArrayDeque<>();
    push(stack, below(0, execution.hits(), null));
    int shown = 0;
    while (!stack.isEmpty()) {
      Entry entry = stack.pop();
      if (!all && shown >= LINES) {
        hidden++;
        continue;
      }
      shown++;
      lines.add(line(entry));
      push(stack, under(entry));
    }
    long unseen = Math.max(hidden, execution.totals().total() - shown);
    if (!all && (hidden > 0 || loaded > shown)) {
      lines.add(
          style.dim(
              String.format(
                  Locale.ROOT,
                  "… %,d more: heddle log %s --all",
                  unseen,
                  Ids.text(execution.id()))));
    }
    return lines;
  }

  private void header(ZoneId zone, LocalDate today) {
    lines.add(
        style.bold("execution " + Ids.text(execution.id()))
            + "  "
            + ExecutionList.paint(execution.state(), style)
                .apply(execution.state().name().toLowerCase(Locale.ROOT))
            + "  "
            + execution.label());
    String took =
        execution.endedAt() == 0
            ? ""
            : ", took " + Times.between(execution.startedAt(), execution.endedAt());
    lines.add("  started " + Times.moment(execution.startedAt(), zone, today) + took);
    if (!execution.commandLine().isEmpty()) {
      lines.add("  " + style.dim(ShellWords.join(execution.commandLine())));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "  %,d run, %,d cached, %,d failed",
            execution.totals().run(),
            execution.totals().cached(),
            execution.totals().failed()));
    StoredError error = execution.error();
    if (error != null) {
      lines.add("  " + style.red(Stored.brief(error)));
    }
    String result = masking.result(execution);
    if (result != null) {
      lines.add("  result " + Brief.value(result, Math.max(20, width - 10)));
    }
    lines.add("");
  }

  /** Reads the invocations: all, or as many as a bounded tree can show. */
  private long load() {
    long after = 0;
    long loaded = 0;
    while (true) {
      List<InvocationRecord> page = store.invocations(execution.id(), after, PAGE);
      for (InvocationRecord invocation : page) {
        children.computeIfAbsent(invocation.parent(), p -> new ArrayList<>()).add(invocation);
        after = invocation.id();
      }
      loaded += page.size();
      if (page.size() < PAGE || (!all && loaded > LINES)) {
        return loaded;
      }
    }
  }

  private List<Entry> under(Entry entry) {
    if (entry.invocation != null) {
      Branch branch = entry.branch == null ? ROOT : entry.branch;
      return below(entry.invocation.id(), entry.invocation.hits(), branch);
    }
    if (!all || entry.node == null) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    long[] ids = entry.node.children();
    fetch(ids);
    for (long id : ids) {
      NodeRecord node = nodes.get(id);
      if (node != null) {
        entries.add(new Entry(null, node, entries.size(), null));
      }
    }
    return hung(entries, entry.branch == null ? ROOT : entry.branch);
  }

  private List<Entry> below(long parent, Hits hits, @Nullable Branch branch) {
    List<Entry> entries = new ArrayList<>();
    for (InvocationRecord child : children.getOrDefault(parent, List.of())) {
      entries.add(new Entry(child, null, child.position(), null));
    }
    long[] wanted = all ? hits.nodes() : LongStream.of(hits.nodes()).limit(LINES + 1L).toArray();
    hidden += hits.nodes().length - wanted.length;
    fetch(wanted);
    for (int i = 0; i < wanted.length; i++) {
      NodeRecord node = nodes.get(wanted[i]);
      if (node != null) {
        entries.add(new Entry(null, node, hits.positions()[i], null));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::position));
    return branch == null ? entries : hung(entries, branch);
  }

  private static List<Entry> hung(List<Entry> entries, Branch above) {
    List<Entry> hung = new ArrayList<>();
    for (Entry e : entries) {
      boolean last = hung.size() == entries.size() - 1;
      @Nullable Branch parent = above.depth == 0 ? null : above;
      Branch branch = new Branch(parent, last, above.depth + 1);
      hung.add(new Entry(e.invocation, e.node, e.position, branch));
    }
    return hung;
  }

  private static void push(ArrayDeque<Entry> stack, List<Entry> entries) {
    List<Entry> reversed = new ArrayList<>(entries);
    Collections.reverse(reversed);
    reversed.forEach(stack::push);
  }

  private void fetch(long[] ids) {
    List<Long> missing =
        LongStream.of(ids).filter(id -> !nodes.containsKey(id)).distinct().boxed().toList();
    if (!missing.isEmpty()) {
      store.nodes(missing).forEach(node -> nodes.put(node.id(), node));
    }
  }

  private String line(Entry entry) {
    String branch = entry.branch == null ? "" : entry.branch.text();
    if (entry.invocation != null) {
      return line(entry.invocation, branch);
    }
    return entry.node == null ? "" : line(entry.node, branch);
  }

  private String line(InvocationRecord invocation, String branch) {
    InvocationState state = invocation.state();
    String note = "";
    StoredError error = invocation.error();
    if (error != null) {
      String brief = Stored.brief(error);
      note = state == InvocationState.CANCELLED ? style.yellow(brief) : style.red(brief);
    } else if (invocation.endedAt() > 0 && state == InvocationState.SUCCEEDED) {
      // A leaf took as long as its body; what has calls under it ended when they had.
      String took = Times.between(invocation.startedAt(), invocation.endedAt());
      note = style.dim(isLeaf(invocation) ? took : took + " in all");
    }
    String result = masking.result(invocation);
    return text(
        label(invocation),
        branch,
        Names.call(invocation.task().name(), masking.arguments(invocation), width / 2),
        invocation.id(),
        note,
        result == null ? "" : result);
  }

  private boolean isLeaf(InvocationRecord invocation) {
    return invocation.hits().size() == 0 && !children.containsKey(invocation.id());
  }

  private String line(NodeRecord node, String branch) {
    int under = node.children().length;
    String result = masking.result(node);
    return text(
        style.green("cached   "),
        branch,
        Names.call(node.task().name(), masking.arguments(node), width / 2),
        node.id(),
        all || under == 0
            ? ""
            : style.dim("(" + Names.count(under, "call", "calls") + " under it)"),
        result == null ? "" : result);
  }

  private String text(
      String label, String branch, String call, long id, String note, String result) {
    String line = label + "  " + style.dim(Ids.text(id)) + "  " + style.dim(branch) + call;
    String plainNote = note.isEmpty() ? "" : "  " + note;
    int after = Math.max(AFTER_CALL, style.width(plainNote)) + ARROW.length();
    int left = width - BEFORE_CALL - branch.length() - call.length() - after;
    String shown =
        result.isEmpty() || left < SHORTEST_RESULT
            ? ""
            : style.dim(ARROW + Brief.value(result, left));
    return line + shown + plainNote;
  }

  private String label(InvocationRecord invocation) {
    boolean ended = execution.state().isFinal() && invocation.state() == InvocationState.RUNNING;
    return label(ended ? InvocationState.CANCELLED : invocation.state());
  }

  private String label(InvocationState state) {
    return switch (state) {
      case SCHEDULED, QUEUED, BLOCKED, RETRYING -> style.yellow("waiting  ");
      case CLAIMED, RUNNING -> style.cyan("running  ");
      case PAUSED -> style.cyan("paused   ");
      case SUCCEEDED -> style.cyan("run      ");
      case FAILED -> style.red("failed   ");
      case CANCELLED -> style.yellow("cancelled");
      case CACHED -> style.green("cached   ");
    };
  }
}
