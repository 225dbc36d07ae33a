package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.store.CallNode;
import dev.heddle.store.FileUse;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes call nodes: the Merkle hash of a finished call, and the summary of all under it that lets a
 * later execution take the whole subtree at once. Confined to the loop of one evaluation.
 */
final class NodeFacts {
  private static final long[] NO_CHILDREN = new long[0];

  private final Hasher hasher = Hasher.reusable();
  private final IdentityHashMap<TaskDef, TaskSet> alone = new IdentityHashMap<>();

  /** Makes the node of a call that has its result, and notes on the cell what parents need. */
  CallNode node(CallCell call, long id, StoredValue result, boolean plain, List<FileUse> files) {
    TaskSet own = alone.computeIfAbsent(call.task, task -> TaskSet.of(List.of(task.version())));
    boolean replayable =
        call.cache == Cache.STORE
            && !call.externalConstants
            && !call.task.externalArguments()
            && !call.task.result().external();
    Frame.Children children = call.children();
    long[] nodes = NO_CHILDREN;
    TaskSet subtree = own;
    int calls = 1;
    hasher.begin("CallNode").putHash(call.key).putHash(result.hash());
    if (children != null) {
      nodes = new long[children.size()];
      Hash[] hashes = new Hash[children.size()];
      Set<TaskSet> sets = new HashSet<>();
      int n = 0;
      for (int i : children.ordered()) {
        CallCell child = children.call(i);
        if (child.node == 0) {
          replayable = false; // It failed and was caught, or nobody waited for it any more.
          continue;
        }
        nodes[n] = child.node;
        hashes[n++] = Objects.requireNonNull(child.nodeHash);
        sets.add(Objects.requireNonNull(child.subtree));
        replayable &= child.replayable;
        if (child.parent == call) {
          calls = (int) Math.min(Integer.MAX_VALUE, (long) calls + child.subtreeCalls);
        }
      }
      nodes = java.util.Arrays.copyOf(nodes, n);
      // In the order of hashes: what a call was made of does not depend on which ended first.
      java.util.Arrays.sort(hashes, 0, n);
      hasher.putInt(n);
      for (int i = 0; i < n; i++) {
        hasher.putHash(hashes[i]);
      }
      subtree = union(own, sets);
    }
    call.node = id;
    call.nodeHash = hasher.hash();
    call.subtree = subtree;
    call.subtreeCalls = calls;
    call.replayable = replayable;
    return new CallNode(result, plain, call.nodeHash, nodes, subtree, calls, replayable, files);
  }

  /** Notes what parents need of a call that is not made again, since its outcome is on record. */
  void adopted(CallCell call, long id, StoredValue result) {
    call.node = id;
    call.nodeHash = hasher.begin("CallNode").putHash(call.key).putHash(result.hash()).hash();
    call.subtree = TaskSet.of(List.of(call.task.version()));
    call.subtreeCalls = 1;
    call.replayable = false;
  }

  /** Most calls of a recursion or a fan-out have children that share one set; keep sharing it. */
  private static TaskSet union(TaskSet own, Set<TaskSet> sets) {
    @Nullable TaskSet only = sets.size() == 1 ? sets.iterator().next() : null;
    if (only != null && only.tasks().containsAll(own.tasks())) {
      return only;
    }
    if (sets.isEmpty()) {
      return own;
    }
    List<TaskVersion> all = new ArrayList<>(own.tasks());
    sets.forEach(set -> all.addAll(set.tasks()));
    return TaskSet.of(all);
  }
}
