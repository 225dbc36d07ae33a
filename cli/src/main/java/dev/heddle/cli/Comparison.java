package dev.heddle.cli;

import dev.heddle.InvocationState;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.task.CodeMember;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * An invocation beside the one before it that is most like it: of the same task, in an earlier
 * execution, if possible with the same arguments, else at the same place.
 */
final class Comparison {
  private static final int EXECUTIONS = 50;
  private static final int PAGE = 1000;
  private static final int ROWS = 20_000;

  private final Store store;
  private final InvocationRecord invocation;
  private final Masking masking;
  private @Nullable Earlier best;

  /** A call of the same task that is on record from before. */
  private record Earlier(
      long id,
      TaskVersion task,
      List<StoredValue> arguments,
      Hash key,
      boolean failed,
      int score) {}

  Comparison(Store store, InvocationRecord invocation, Masking masking) {
    this.store = store;
    this.invocation = invocation;
    this.masking = masking;
  }

  List<String> lines() {
    search();
    List<String> lines = new ArrayList<>();
    String call = Names.call(invocation.task().name(), masking.arguments(invocation), 80);
    lines.add(Ids.text(invocation.id()) + "  " + call);
    lines.add("");
    Earlier earlier = best;
    if (invocation.state() == InvocationState.CACHED) {
      String like =
          earlier != null && earlier.key.equals(invocation.key())
              ? ": its key is that of " + Ids.text(earlier.id)
              : "";
      lines.add("It did not run, its result was taken from the store" + like);
      return lines;
    }
    if (earlier == null) {
      lines.add("It ran since no earlier call of this task is on record in the executions before.");
      return lines;
    }
    boolean sameTask = earlier.task.equals(invocation.task());
    List<Integer> changed = changedArguments(earlier);
    if (sameTask && changed.isEmpty()) {
      lines.add("Its key is that of " + Ids.text(earlier.id) + ", so the key is not why it ran:");
      lines.add(
          earlier.failed
              ? "  that one failed, and failures are not reused"
              : "  the task is not cached, --no-cache was given, or a file in the result had"
                  + " changed");
      return lines;
    }
    lines.add(
        "It ran since its key differs from that of "
            + Ids.text(earlier.id)
            + ", the newest like it:");
    if (!sameTask) {
      lines.addAll(codeChange(earlier.task, invocation.task()));
    }
    changed.forEach(i -> lines.addAll(argumentChange(earlier, i)));
    return lines;
  }

  private List<Integer> changedArguments(Earlier earlier) {
    int n = Math.max(earlier.arguments.size(), invocation.arguments().size());
    return IntStream.range(0, n)
        .filter(
            i ->
                i >= earlier.arguments.size()
                    || i >= invocation.arguments().size()
                    || !earlier
                        .arguments
                        .get(i)
                        .hash()
                        .equals(invocation.arguments().get(i).hash()))
        .boxed()
        .toList();
  }

  private List<String> argumentChange(Earlier earlier, int i) {
    List<String> names = invocation.task().parameters();
    String name = i < names.size() ? names.get(i) : "argument " + (i + 1);
    return List.of(
        "  argument " + name,
        "    was  " + shown(masked(earlier.task, earlier.arguments), i),
        "    now  " + shown(masked(earlier.task, invocation.arguments()), i));
  }

  /** Beside each other, what either of the two states of the task marks is hidden in both. */
  private List<String> masked(TaskVersion earlier, List<StoredValue> arguments) {
    return masking.arguments(invocation.task().and(earlier.sensitivity()), arguments);
  }

  private static String shown(List<String> values, int i) {
    return i < values.size() ? Brief.value(values.get(i), 90) : "(none)";
  }

  /** What of the code is another, by member. */
  static List<String> codeChange(TaskVersion before, TaskVersion now) {
    SortedMap<String, Hash> old = byName(before);
    SortedMap<String, Hash> fresh = byName(now);
    List<String> lines = new ArrayList<>();
    fresh.forEach(
        (name, digest) -> {
          Hash was = old.get(name);
          if (was == null) {
            lines.add("    new      " + name);
          } else if (!was.equals(digest)) {
            lines.add("    changed  " + name);
          }
        });
    old.keySet().stream()
        .filter(name -> !fresh.containsKey(name))
        .forEach(name -> lines.add("    gone     " + name));
    if (lines.isEmpty()) {
      boolean signature =
          !before.parameters().equals(now.parameters()) || !before.result().equals(now.result());
      lines.add(
          signature ? "    its signature" : "    its version, or what it reads from its service");
    }
    lines.add(0, "  the task's code");
    return lines;
  }

  private static SortedMap<String, Hash> byName(TaskVersion version) {
    SortedMap<String, Hash> members = new TreeMap<>();
    version.members().forEach(m -> members.put(shown(m), m.digest()));
    return members;
  }

  static String shown(CodeMember member) {
    return member.owner().replace('/', '.') + "." + member.name() + member.descriptor();
  }

  private void search() {
    int rows = 0;
    for (ExecutionRecord execution : store.executions(invocation.execution(), EXECUTIONS)) {
      cached(execution.hits());
      long after = 0;
      while (rows < ROWS) {
        List<InvocationRecord> page = store.invocations(execution.id(), after, PAGE);
        for (InvocationRecord other : page) {
          after = other.id();
          consider(other);
          cached(other.hits());
        }
        rows += page.size();
        if (page.size() < PAGE) {
          break;
        }
      }
      if (best != null) {
        return; // the newest execution that has any
      }
    }
  }

  private void consider(InvocationRecord other) {
    if (other.task().name().equals(invocation.task().name())) {
      boolean samePlace = other.position() == invocation.position();
      boolean failed = other.state() != InvocationState.SUCCEEDED;
      offer(other.id(), other.task(), other.arguments(), other.key(), failed, samePlace);
    }
  }

  private void cached(Hits hits) {
    List<Long> ids = LongStream.of(hits.nodes()).distinct().limit(ROWS).boxed().toList();
    if (ids.isEmpty()) {
      return;
    }
    for (NodeRecord node : store.nodes(ids)) {
      if (node.task().name().equals(invocation.task().name())) {
        offer(node.id(), node.task(), node.arguments(), node.key(), false, false);
      }
    }
  }

  private void offer(
      long id,
      TaskVersion task,
      List<StoredValue> arguments,
      Hash key,
      boolean failed,
      boolean samePlace) {
    long equal =
        IntStream.range(0, Math.min(arguments.size(), invocation.arguments().size()))
            .filter(i -> arguments.get(i).hash().equals(invocation.arguments().get(i).hash()))
            .count();
    int score = (int) equal * 2 + (samePlace ? 1 : 0);
    if (best == null || score > best.score) {
      best = new Earlier(id, task, arguments, key, failed, score);
    }
  }
}
