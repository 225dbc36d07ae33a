package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.error;
import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.expectSame;
import static dev.heddle.testkit.Calls.failed;
import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.onRecord;
import static dev.heddle.testkit.Calls.started;
import static dev.heddle.testkit.Calls.succeeded;
import static dev.heddle.testkit.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FileUse;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.StoredError;
import dev.heddle.store.Totals;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.FileStamp;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Executions, calls, values and files are read back as they were told. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface RecordContract extends StoreUnderTest {

  @Test
  default void anExecutionIsReadBackAsItWasTold() {
    Fence fence = new Fence(store().reserveIds(1), 3);
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.ExecutionStarted(
                    fence.id(), 3, "Übersicht 📈", List.of("run", "--x", ""), 1_000)));
    ExecutionRecord running = store().execution(fence.id()).orElseThrow();
    assertThat(running.state()).isEqualTo(ExecutionState.RUNNING);
    assertThat(running.endedAt()).isZero();
    assertThat(running.totals()).isEqualTo(Totals.ZERO);
    assertThat(running.result()).isNull();
    assertThat(running.owner()).contains("" + ProcessHandle.current().pid());

    Hits hits = new Hits(new long[] {5, 2, 900}, new long[] {77, 12, 1L << 40});
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.ExecutionEnded(
                    fence.id(),
                    ExecutionState.FAILED,
                    2_000,
                    new Totals(1, 2, 3, 4),
                    hits,
                    value("r"),
                    error("no"))));

    ExecutionRecord record = store().execution(fence.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(ExecutionState.FAILED);
    assertThat(record.label()).isEqualTo("Übersicht 📈");
    assertThat(record.commandLine()).containsExactly("run", "--x", "");
    assertThat(record.startedAt()).isEqualTo(1_000);
    assertThat(record.endedAt()).isEqualTo(2_000);
    assertThat(record.totals()).isEqualTo(new Totals(1, 2, 3, 4));
    assertThat(record.hits().positions()).containsExactly(hits.positions());
    assertThat(record.hits().nodes()).containsExactly(hits.nodes());
    expectSame(record.result(), value("r"));
    assertThat(record.error()).isEqualTo(error("no"));
  }

  @Test
  default void aFailureIsReadBackAsItWasTold() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    StoredError deep = null;
    for (int i = 0; i < 20_000; i++) {
      deep =
          new StoredError(List.of("E" + i), "é\ud800 " + i, List.of("f(F.java:" + i + ")"), deep);
    }
    Hits hits = new Hits(new long[] {1, 2}, new long[] {3, 4});
    expectApplied(calls().apply(fence, new Change.Failed(head, deep, hits, 11, 12)));

    InvocationRecord record = store().invocation(head.id()).orElseThrow();

    assertThat(record.state()).isEqualTo(InvocationState.FAILED);
    assertThat(record.execution()).isEqualTo(fence.id());
    assertThat(record.position()).isEqualTo(7);
    assertThat(record.task()).isEqualTo(Calls.TASK);
    assertThat(record.task().members()).isEqualTo(Calls.TASK.members());
    assertThat(record.key()).isEqualTo(hash("a"));
    assertThat(record.arguments()).hasSize(2);
    expectSame(record.arguments().get(0), value("a"));
    expectSame(record.arguments().get(1), value("2025"));
    assertThat(record.startedAt()).isEqualTo(11);
    assertThat(record.endedAt()).isEqualTo(12);
    assertThat(record.hits().nodes()).containsExactly(3, 4);
    assertThat(record.result()).isNull();
    StoredError expected = deep;
    StoredError actual = record.error();
    while (expected != null) {
      assertThat(actual.types()).isEqualTo(expected.types());
      assertThat(actual.message()).isEqualTo(expected.message());
      assertThat(actual.frames()).isEqualTo(expected.frames());
      actual = actual.cause();
      expected = expected.cause();
    }
    assertThat(actual).isNull();
  }

  @Test
  default void aCancelledCallSaysWhy() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    expectApplied(calls().apply(fence, started(head, false)));
    expectApplied(
        calls().apply(fence, new Change.Cancelled(onRecord(head), "Ctrl-C", Hits.NONE, 1, 2)));

    InvocationRecord record = store().invocation(head.id()).orElseThrow();
    assertThat(record.state()).isEqualTo(InvocationState.CANCELLED);
    assertThat(record.error().message()).isEqualTo("Ctrl-C");
    assertThat(record.arguments()).hasSize(2);
  }

  @Test
  default void aCallNodeIsReadBackWithChildrenAndFiles() {
    Fence fence = calls().execution("one");
    InvocationHead head = calls().head(fence, "a");
    List<FileUse> files =
        List.of(
            new FileUse("in/ä b.txt", hash("in"), false),
            new FileUse("out.txt", hash("out"), true));
    long[] children = {head.id() + 500, 3, 3, 1L << 50};
    CallNode node = node(value("1"), children, files.toArray(new FileUse[0]));
    expectApplied(calls().apply(fence, new Change.Succeeded(head, node, Hits.NONE, 4, 5)));

    NodeRecord record = store().nodes(List.of(404_404L, head.id())).get(0);

    assertThat(record.id()).isEqualTo(head.id());
    assertThat(record.task()).isEqualTo(Calls.TASK);
    assertThat(record.key()).isEqualTo(hash("a"));
    assertThat(record.arguments()).hasSize(2);
    assertThat(record.expression()).isNull();
    expectSame(record.result(), value("1"));
    assertThat(record.hash()).isEqualTo(node.hash());
    assertThat(record.children()).containsExactly(children);
    assertThat(record.files()).isEqualTo(files);
    assertThat(record.finishedAt()).isEqualTo(5);
    assertThat(store().nodes(List.of(404_404L))).isEmpty();
  }

  @Test
  default void whoReadOrWroteAFileIsKnownNewestFirst() {
    Fence fence = calls().execution("one");
    List<Long> readers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      InvocationHead head = calls().head(fence, "r" + i);
      readers.add(0, head.id());
      CallNode node = node(value("1"), new FileUse("data.csv", hash("d"), false));
      expectApplied(calls().apply(fence, new Change.Succeeded(head, node, Hits.NONE, 4, 5)));
    }
    InvocationHead writer = calls().head(fence, "w");
    CallNode node = node(value("1"), new FileUse("data.csv", hash("d"), true));
    expectApplied(calls().apply(fence, new Change.Succeeded(writer, node, Hits.NONE, 4, 5)));

    assertThat(store().nodesUsing("data.csv", false, 3).stream().map(NodeRecord::id))
        .containsExactlyElementsOf(readers.subList(0, 3));
    assertThat(store().nodesUsing("data.csv", true, 10).stream().map(NodeRecord::id))
        .containsExactly(writer.id());
    assertThat(store().nodesUsing("other.csv", true, 10)).isEmpty();
  }

  @Test
  default void largeValuesArePreservedAndSmallOnesBesideThem() {
    Fence fence = calls().execution("one");
    byte[] large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    for (int i = 0; i < 2; i++) {
      InvocationHead h = calls().head(fence, "a" + i);
      InvocationHead head =
          new InvocationHead(
              h.id(),
              h.execution(),
              0,
              0,
              h.task(),
              h.key(),
              List.of(value("small"), value(large), value(new byte[0])),
              false,
              true);
      expectApplied(calls().apply(fence, succeeded(head, value(large), 5)));

      InvocationRecord record = store().invocation(head.id()).orElseThrow();
      expectSame(record.result(), value(large));
      assertThat(record.arguments()).hasSize(3);
      expectSame(record.arguments().get(0), value("small"));
      expectSame(record.arguments().get(1), value(large));
      expectSame(record.arguments().get(2), value(new byte[0]));
      expectSame(calls().find("a" + i).get(0).result(), value(large));
    }
  }

  @Test
  default void valuesOfEverySizeAroundTheInlineBoundArePreserved() {
    Fence fence = calls().execution("one");
    for (int size :
        new int[] {0, 1, 63, 64, 127, 128, 1_023, 1_024, 1_025, 2_048, 16_384, 70_000}) {
      byte[] bytes = new byte[size];
      Arrays.fill(bytes, (byte) size);
      recordSuccessOf(fence, "size" + size, value(bytes));
      expectSame(calls().find("size" + size).get(0).result(), value(bytes));
    }
  }

  private void recordSuccessOf(Fence fence, String call, StoredValue result) {
    expectApplied(calls().apply(fence, succeeded(calls().head(fence, call), result, 5)));
  }

  @Test
  default void namesAndPathsMayHoldAnyCharacter() {
    Fence fence = calls().execution("日本語 \u0000 \" ' ; -- 🧵");
    String location = "daten/größe 🧵/a'b\".txt";
    InvocationHead h = calls().head(fence, "a");
    TaskVersion task =
        new TaskVersion("läden.Kasse.fülle", hash("t"), List.of("X ö"), "größe", List.of());
    InvocationHead head =
        new InvocationHead(h.id(), h.execution(), 0, 0, task, h.key(), List.of(), false, true);
    CallNode node = node(value("1"), new FileUse(location, hash("f"), true));
    FileStamp stamp = new FileStamp("/" + location, 1, 2, "ключ");
    expectApplied(
        calls()
            .apply(
                fence,
                new Change.Succeeded(head, node, Hits.NONE, 4, 5),
                new Change.FileHashed(stamp, hash("f"), 1)));

    assertThat(store().execution(fence.id()).orElseThrow().label())
        .isEqualTo("日本語 \u0000 \" ' ; -- 🧵");
    assertThat(store().taskVersions("läden.Kasse.fülle")).containsExactly(task);
    assertThat(store().taskVersions("läden.Kasse.fülle").get(0).parameters())
        .containsExactly("X ö");
    assertThat(store().nodesUsing(location, true, 1)).hasSize(1);
    assertThat(store().digests(List.of(stamp))).isEqualTo(Map.of(stamp, hash("f")));
  }

  @Test
  default void everyStateOfATasksCodeIsKeptNewestFirst() {
    Fence fence = calls().execution("one");
    List<TaskVersion> versions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TaskVersion version = new TaskVersion("t", hash("code" + i), List.of(), "int", List.of());
      versions.add(0, version);
      InvocationHead h = calls().head(fence, "a" + i);
      calls()
          .succeed(
              fence,
              new InvocationHead(
                  h.id(), h.execution(), 0, 0, version, h.key(), h.arguments(), false, true),
              "1",
              5);
    }
    assertThat(store().taskVersions("t")).containsExactlyElementsOf(versions);
    assertThat(store().taskVersions("unheard of")).isEmpty();
  }

  @Test
  default void aDigestIsKnownForItsExactStampOnly() {
    FileStamp stamp = new FileStamp("/a", 10, 20, "ino 3");
    expectApplied(calls().apply(Fence.NONE, new Change.FileHashed(stamp, hash("a"), 1)));

    FileStamp touched = new FileStamp("/a", 10, 21, "ino 3");
    FileStamp grown = new FileStamp("/a", 11, 20, "ino 3");
    FileStamp replaced = new FileStamp("/a", 10, 20, "ino 4");
    assertThat(store().digests(List.of(stamp, touched, grown, replaced)))
        .isEqualTo(Map.of(stamp, hash("a")));

    expectApplied(calls().apply(Fence.NONE, new Change.FileHashed(touched, hash("b"), 2)));
    assertThat(store().digests(List.of(touched))).isEqualTo(Map.of(touched, hash("b")));
  }

  @Test
  default void longListsAreReadPageByPage() {
    Fence fence = calls().execution("one");
    long first = store().reserveIds(250);
    List<ChangeSet> group = new ArrayList<>();
    for (int i = 249; i >= 0; i--) {
      group.add(calls().set(fence, failed(Calls.head(first + i, fence, "k" + i, true))));
    }
    store().apply(group);
    List<Long> read = new ArrayList<>();
    for (long after = 0; ; ) {
      List<InvocationRecord> page = store().invocations(fence.id(), after, 100);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(r -> read.add(r.id()));
      after = page.get(page.size() - 1).id();
    }
    assertThat(read).hasSize(250).isSorted().startsWith(first).endsWith(first + 249);

    List<Long> executions = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      executions.add(0, calls().execution("e" + i).id());
    }
    List<ExecutionRecord> newest = store().executions(Long.MAX_VALUE, 3);
    assertThat(newest.stream().map(ExecutionRecord::id))
        .containsExactlyElementsOf(executions.subList(0, 3));
    assertThat(store().executions(newest.get(2).id(), 2).stream().map(ExecutionRecord::id))
        .containsExactlyElementsOf(executions.subList(3, 5));
  }
}
