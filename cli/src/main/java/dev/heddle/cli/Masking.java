package dev.heddle.cli;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.SensitiveResults;
import dev.heddle.store.Store;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recorded values as JSON text, as far as they may be shown: whatever prints one gets it here.
 *
 * @param store where the records are from
 * @param off whether what is sensitive is shown as it is, too
 */
record Masking(Store store, boolean off) {
  /** The option that turns it off. */
  static final String OPTION = "--show-sensitive";

  static final String DESCRIPTION = "Show what is marked as sensitive, too.";

  /** The arguments of a call. */
  List<String> arguments(TaskVersion task, List<StoredValue> values) {
    List<String> texts = values.stream().map(Stored::text).toList();
    return off ? texts : task.sensitivity().masked(texts);
  }

  List<String> arguments(InvocationRecord invocation) {
    return arguments(invocation.task(), invocation.arguments());
  }

  List<String> arguments(NodeRecord node) {
    return arguments(node.task(), node.arguments());
  }

  /** Whether the result of the invocation is not shown. */
  boolean hides(InvocationRecord invocation) {
    return !off && SensitiveResults.isIn(store, invocation);
  }

  /** The result; null if there is none. */
  @Nullable String result(InvocationRecord invocation) {
    return invocation.result() != null && hides(invocation)
        ? Sensitivity.MASK
        : Stored.textOrNull(invocation.result());
  }

  /** Likewise. */
  @Nullable String result(NodeRecord node) {
    return node.result() != null && !off && node.task().sensitivity().result()
        ? Sensitivity.MASK
        : Stored.textOrNull(node.result());
  }

  /** Likewise. */
  @Nullable String result(ExecutionRecord execution) {
    return !off && SensitiveResults.isIn(store, execution)
        ? Sensitivity.MASK
        : Stored.textOrNull(execution.result());
  }
}
