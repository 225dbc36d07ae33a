package dev.heddle.benchmarks.micro;

import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Store;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records of trivial calls as the evaluator makes them. */
final class Samples {
  static final TaskVersion TASK =
      new TaskVersion(
          "sample.next", Hasher.of("Sample").hash(), List.of("int n"), "int", List.of());
  private static final TaskSet TASKS = TaskSet.of(List.of(TASK));

  private Samples() {}

  static StoredValue value(long number) {
    byte[] bytes = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    return new StoredValue(Hasher.of("int").putLong(number).hash(), bytes);
  }

  static Hash key(long number) {
    return Hasher.of("Call").putHash(TASK.hash()).putLong(number).hash();
  }

  /** Starts an execution and returns its id. */
  static long execution(Store store) {
    long id = store.reserveIds(1);
    Change started = new Change.ExecutionStarted(id, 1, "", List.of(), 1);
    store.apply(
        List.of(
            new ChangeSet(store.reserveNumbers(1), new ChangeSet.Fence(id, 1), List.of(started))));
    return id;
  }

  /** One set per call, as the committer groups them. */
  static List<ChangeSet> succeeded(Store store, long execution, long from, int count) {
    long id = store.reserveIds(count);
    long number = store.reserveNumbers(count);
    List<ChangeSet> sets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sets.add(
          new ChangeSet(
              number + i,
              new ChangeSet.Fence(execution, 1),
              List.of(succeeded(execution, id + i, from + i))));
    }
    return sets;
  }

  private static Change succeeded(long execution, long id, long number) {
    InvocationHead head =
        new InvocationHead(
            id, execution, 0, number, TASK, key(number), List.of(value(number)), false, true);
    Hash hash = Hasher.of("CallNode").putHash(head.key()).hash();
    CallNode node =
        new CallNode(value(number + 1), true, hash, new long[0], TASKS, 1, true, List.of());
    return new Change.Succeeded(head, node, Hits.NONE, 1, 2);
  }
}
