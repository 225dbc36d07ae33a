package dev.heddle.cli;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One execution with its invocations as JSON: those that have a row, and under each what it took
 * from the store. Unless all is asked for, at most {@link #MOST} of them, and {@code "more": true}.
 */
final class ExecutionJson {
  private static final int MOST = 1000;

  private ExecutionJson() {}

  static JsonObject of(Store store, ExecutionRecord execution, boolean all) {
    List<JsonObject> invocations = new ArrayList<>();
    cached(store, execution.hits(), 0, invocations);
    long after = 0;
    boolean more = false;
    while (true) {
      List<InvocationRecord> page = store.invocations(execution.id(), after, MOST);
      for (InvocationRecord invocation : page) {
        if (!all && invocations.size() >= MOST) {
          more = true;
          break;
        }
        invocations.add(invocation(invocation));
        cached(store, invocation.hits(), invocation.id(), invocations);
        after = invocation.id();
      }
      if (more || page.size() < MOST) {
        break;
      }
    }
    return ExecutionList.json(execution).putAll("invocationList", invocations).put("more", more);
  }

  static JsonObject invocation(InvocationRecord i) {
    StoredError error = i.error();
    return new JsonObject()
        .put("invocation", Ids.text(i.id()))
        .put("parent", i.parent() == 0 ? null : Ids.text(i.parent()))
        .put("task", i.task().name())
        .putJson("arguments", "[" + String.join(",", Stored.texts(i.arguments())) + "]")
        .put("status", i.state().name())
        .putJson("durationMs", i.endedAt() == 0 ? null : "" + (i.endedAt() - i.startedAt()))
        .putJson("result", Stored.textOrNull(i.result()))
        .put("error", error == null ? null : String.join("\n", Stored.lines(error)));
  }

  private static void cached(Store store, Hits hits, long parent, List<JsonObject> into) {
    if (hits.size() == 0) {
      return;
    }
    for (NodeRecord node : store.nodes(LongStream.of(hits.nodes()).distinct().boxed().toList())) {
      into.add(
          new JsonObject()
              .put("invocation", Ids.text(node.id()))
              .put("parent", parent == 0 ? null : Ids.text(parent))
              .put("task", node.task().name())
              .putJson("arguments", "[" + String.join(",", Stored.texts(node.arguments())) + "]")
              .put("status", "CACHED")
              .putJson("durationMs", null)
              .putJson("result", Stored.textOrNull(node.result()))
              .put("error", (String) null));
    }
  }
}
