package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.FileUse;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import dev.heddle.store.TaskSet;
import dev.heddle.store.Totals;
import dev.heddle.task.CodeMember;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** Makes executions, calls and their records for tests of stores, in one client's name. */
public final class Calls {
  /** A task as it might be on record. */
  public static final TaskVersion TASK =
      new TaskVersion(
          "shop.Orders.total",
          hash("task"),
          List.of("java.lang.String customer", "int year"),
          "long",
          List.of(new CodeMember("shop/Orders", "total", "(Ljava/lang/String;I)J", hash("code"))));

  private final Store store;

  /** For this client of a store. */
  public Calls(Store store) {
    this.store = store;
  }

  /** A hash that is the same for the same text. */
  public static Hash hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Hash hash(byte[] bytes) {
    try {
      return Hash.of(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A value of these bytes. */
  public static StoredValue value(byte[] bytes) {
    return new StoredValue(hash(bytes), bytes);
  }

  /** A value of this text. */
  public static StoredValue value(String text) {
    return value(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Starts an execution and returns its fence. */
  public Fence execution(String label) {
    Fence fence = new Fence(store.reserveIds(1), 1);
    expectApplied(
        apply(
            fence,
            new Change.ExecutionStarted(
                fence.id(), fence.epoch(), label, List.of("run", label), 1_000)));
    return fence;
  }

  /** Records that a call has succeeded, with this text as its value. */
  public void succeed(Fence fence, InvocationHead head, String result, long at) {
    expectApplied(apply(fence, succeeded(head, value(result), at)));
  }

  /** What is on record of the calls of this key. */
  public List<RecordedCall> find(String call) {
    return store.find(List.of(hash(call))).get(0);
  }

  /** Fails unless a value is this one. */
  public static void expectSame(StoredValue actual, StoredValue expected) {
    assertThat(actual.hash()).isEqualTo(expected.hash());
    assertThat(actual.bytes()).isEqualTo(expected.bytes());
  }

  /** Applies one set. */
  public Outcome apply(Fence fence, Change... changes) {
    return store.apply(List.of(set(fence, changes))).get(0);
  }

  /** One set under the next number of this client. */
  public ChangeSet set(Fence fence, Change... changes) {
    return new ChangeSet(store.reserveNumbers(1), fence, Arrays.asList(changes));
  }

  /** Fails unless the set was applied. */
  public static void expectApplied(Outcome outcome) {
    if (!outcome.equals(new Outcome.Applied())) {
      throw new AssertionError("expected Applied but was " + outcome);
    }
  }

  /** The call of {@link #TASK} whose key is the hash of this text, as a new invocation. */
  public InvocationHead head(Fence fence, String call) {
    return head(fence, call, true);
  }

  /** Likewise, reusable or not. */
  public InvocationHead head(Fence fence, String call, boolean reusable) {
    return head(store.reserveIds(1), fence, call, reusable);
  }

  /** Likewise, with an id reserved before. */
  public static InvocationHead head(long id, Fence fence, String call, boolean reusable) {
    return new InvocationHead(
        id,
        fence.id(),
        0,
        7,
        TASK,
        hash(call),
        List.of(value(call), value("2025")),
        false,
        reusable);
  }

  /** The same invocation, once an earlier change made it durable. */
  public static InvocationHead onRecord(InvocationHead h) {
    return new InvocationHead(
        h.id(),
        h.execution(),
        h.parent(),
        h.position(),
        h.task(),
        h.key(),
        h.arguments(),
        true,
        h.reusable());
  }

  /** A leaf's call node with this value. */
  public static CallNode node(StoredValue result, FileUse... files) {
    return node(result, new long[0], files);
  }

  /** A call node with children. */
  public static CallNode node(StoredValue result, long[] children, FileUse... files) {
    return new CallNode(
        result,
        children.length == 0,
        hash("node of " + result.hash()),
        children,
        TaskSet.of(List.of(TASK)),
        1 + children.length,
        true,
        Arrays.asList(files));
  }

  /** The call begins. */
  public static Change started(InvocationHead head, boolean exclusive) {
    return started(head, exclusive, List.of());
  }

  /** The call begins, after a look-up that found these. */
  public static Change started(InvocationHead head, boolean exclusive, List<Long> known) {
    return new Change.Started(head, exclusive, known, 1_001);
  }

  /** Its body returned an expression. */
  public static Change reduced(InvocationHead head, String expression) {
    return new Change.Reduced(head, expression.getBytes(StandardCharsets.UTF_8), 1_001, 1_002);
  }

  /** It came to this value, at this time. */
  public static Change succeeded(InvocationHead head, StoredValue result, long endedAt) {
    return new Change.Succeeded(head, node(result), Hits.NONE, 1_001, endedAt);
  }

  /** It threw. */
  public static Change failed(InvocationHead head) {
    return new Change.Failed(head, error("broken"), Hits.NONE, 1_001, 1_003);
  }

  /** An error with a cause. */
  public static StoredError error(String message) {
    return new StoredError(
        List.of("java.io.IOException", "java.lang.Exception", "java.lang.Throwable"),
        message,
        List.of("shop.Orders.total(Orders.java:12)"),
        new StoredError(List.of("java.lang.Error", "java.lang.Throwable"), null, List.of(), null));
  }

  /** The execution is over. */
  public static Change ended(Fence fence, ExecutionState state) {
    return new Change.ExecutionEnded(
        fence.id(), state, 2_000, new Totals(3, 2, 1, 0), Hits.NONE, null, null);
  }
}
