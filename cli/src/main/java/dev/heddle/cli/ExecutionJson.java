package dev.heddle.cli;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One execution with its invocations as JSON: those that have a row, and what was taken from the
 * store with all that is under it, each call once. Unless all is asked for, at most {@link #MOST}
 * of them, and {@code "truncated"} says how many more there are. It is printed as it is read, so
 * that a big execution needs no more memory than a small one.
 */
final class ExecutionJson {
  static final int MOST = 1000;

  private static final int PAGE = 1000;

  private final Store store;
  private final ExecutionRecord execution;
  private final PrintStream out;
  private final long most;
  private final Masking masking;
  private final Set<Long> listed = new HashSet<>();
  private final ArrayDeque<Cached> cached = new ArrayDeque<>();
  private long printed;

  /** A call that was taken from the store, still to be read. */
  private record Cached(long node, long parent) {}

  ExecutionJson(
      Store store, ExecutionRecord execution, boolean all, PrintStream out, Masking masking) {
    this.masking = masking;
    this.store = store;
    this.execution = execution;
    this.out = out;
    this.most = all ? Long.MAX_VALUE : MOST;
  }

  void print() {
    String head = ExecutionList.json(execution, masking).toString();
    out.print(head.substring(0, head.length() - 1) + ",\"invocationList\":[");
    await(execution.hits(), 0);
    long after = 0;
    int size = PAGE;
    while (size == PAGE && printed < most) {
      List<InvocationRecord> page = store.invocations(execution.id(), after, PAGE);
      size = page.size();
      for (InvocationRecord invocation : page) {
        after = invocation.id();
        listed.add(invocation.id());
        print(invocation(invocation, masking));
        await(invocation.hits(), invocation.id());
      }
      printCached();
    }
    long truncated = most == Long.MAX_VALUE ? 0 : Math.max(0, execution.totals().total() - printed);
    out.println("],\"truncated\":" + truncated + "}");
  }

  private void await(Hits hits, long parent) {
    for (long node : hits.nodes()) {
      await(node, parent);
    }
  }

  private void await(long node, long parent) {
    if (listed.add(node)) {
      cached.add(new Cached(node, parent));
    }
  }

  /** Prints the calls that wait, level by level. */
  private void printCached() {
    while (!cached.isEmpty() && printed < most) {
      List<Cached> level = new ArrayList<>();
      while (!cached.isEmpty() && level.size() < Math.min(PAGE, most - printed)) {
        level.add(cached.poll());
      }
      Map<Long, NodeRecord> nodes = new HashMap<>();
      store.nodes(level.stream().map(Cached::node).toList()).forEach(n -> nodes.put(n.id(), n));
      for (Cached wanted : level) {
        NodeRecord node = nodes.get(wanted.node);
        if (node != null) {
          print(cached(node, wanted.parent));
          for (long child : node.children()) {
            await(child, node.id());
          }
        }
      }
    }
  }

  private void print(JsonObject object) {
    if (printed < most) {
      out.print((printed++ == 0 ? "\n " : ",\n ") + object);
    }
  }

  static JsonObject invocation(InvocationRecord i, Masking masking) {
    StoredError error = i.error();
    return entry(i.id(), i.parent(), i.task().name(), masking.arguments(i), i.state().name())
        .put("startedAt", Times.iso(i.startedAt()))
        .put("endedAt", Times.iso(i.endedAt()))
        .putJson(
            "durationMs",
            i.endedAt() == 0 || i.startedAt() == 0 ? null : "" + (i.endedAt() - i.startedAt()))
        .putJson("result", masking.result(i))
        .put("error", error == null ? null : String.join("\n", Stored.lines(error)));
  }

  private JsonObject cached(NodeRecord node, long parent) {
    return entry(node.id(), parent, node.task().name(), masking.arguments(node), "CACHED")
        .put("startedAt", (String) null)
        .put("endedAt", (String) null)
        .putJson("durationMs", null)
        .putJson("result", masking.result(node))
        .put("error", (String) null);
  }

  private static JsonObject entry(
      long id, long parent, String task, List<String> arguments, String status) {
    return new JsonObject()
        .put("invocation", Ids.text(id))
        .put("parent", parent == 0 ? null : Ids.text(parent))
        .put("task", task)
        .putJson("arguments", "[" + String.join(",", arguments) + "]")
        .put("status", status);
  }
}
