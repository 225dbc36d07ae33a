package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.StoredError;
import org.jspecify.annotations.Nullable;

/**
 * A call in the tree of an execution: an invocation, or one that was taken from the record and has
 * no invocation of its own.
 *
 * @param state null if its row can't be read
 * @param call on one line
 * @param millis how long it took; null while it goes on, and for one that was taken from the record
 * @param note what it came to, on one line: its result, or its error
 * @param opens whether there is, or may be, something under it
 * @param recorded whether it was taken from the record: its id is that of a call, not of an
 *     invocation
 * @param problem why its row can't be read; empty if it can
 */
public record Branch(
    String id,
    @Nullable InvocationState state,
    String task,
    String call,
    @Nullable Long millis,
    String note,
    boolean opens,
    boolean recorded,
    String problem) {
  private static final int LONGEST = 160;

  static Branch of(Masking masking, InvocationRecord invocation, boolean opens) {
    StoredError error = invocation.error();
    String result = masking.result(invocation);
    return new Branch(
        Shown.id(invocation.id()),
        invocation.state(),
        invocation.task().name(),
        Shown.call(invocation.task(), masking.arguments(invocation), LONGEST),
        invocation.startedAt() == 0 || invocation.endedAt() == 0
            ? null
            : Math.max(0, invocation.endedAt() - invocation.startedAt()),
        Shown.cut(error != null ? Fault.brief(error) : result == null ? "" : result, LONGEST),
        opens,
        false,
        "");
  }

  static Branch of(Masking masking, NodeRecord node) {
    String result = masking.result(node);
    return new Branch(
        Shown.id(node.id()),
        InvocationState.CACHED,
        node.task().name(),
        Shown.call(node.task(), masking.arguments(node), LONGEST),
        null,
        Shown.cut(result == null ? "" : result, LONGEST),
        node.children().length > 0,
        true,
        "");
  }

  static Branch unreadable(Legible<?> row, boolean recorded) {
    return new Branch(Shown.id(row.id()), null, "", "", null, "", false, recorded, row.problem());
  }
}
