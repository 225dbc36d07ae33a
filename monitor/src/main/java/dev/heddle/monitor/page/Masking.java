package dev.heddle.monitor.page;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.SensitiveResults;
import dev.heddle.store.Sought;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recorded values as JSON text, as far as they may be shown: whatever makes a view of one gets it
 * here, and nowhere else are a value's bytes looked at.
 *
 * @param store where the records are from
 */
record Masking(Store store) {
  private static final Logger LOG = LoggerFactory.getLogger(Masking.class);

  /** The arguments of a call of this task, in their order. */
  List<String> arguments(TaskVersion task, List<StoredValue> values) {
    return task.sensitivity().masked(values.stream().map(Masking::text).toList());
  }

  List<String> arguments(InvocationRecord invocation) {
    return arguments(invocation.task(), invocation.arguments());
  }

  List<String> arguments(NodeRecord node) {
    return arguments(node.task(), node.arguments());
  }

  /** The result; null if there is none. */
  @Nullable String result(InvocationRecord invocation) {
    StoredValue result = invocation.result();
    return result == null
        ? null
        : shown(result, mayBe(() -> SensitiveResults.isIn(store, invocation)));
  }

  /** Likewise. */
  @Nullable String result(NodeRecord node) {
    StoredValue result = node.result();
    return result == null ? null : shown(result, node.task().sensitivity().result());
  }

  /** Likewise. */
  @Nullable String result(ExecutionRecord execution) {
    StoredValue result = execution.result();
    return result == null
        ? null
        : shown(result, mayBe(() -> SensitiveResults.isIn(store, execution)));
  }

  /**
   * Whether the text is in what may be shown of an invocation: that it was found in what may not is
   * not told either.
   */
  boolean shows(InvocationRecord invocation, Sought text) {
    String result = result(invocation);
    return arguments(invocation).stream().anyMatch(text::isIn)
        || (result != null && text.isIn(result));
  }

  /** A call on one line: its task, in brief, and its arguments. */
  String call(TaskVersion task, List<StoredValue> values, int most) {
    StringBuilder call = new StringBuilder(Shown.brief(task.name())).append('(');
    String between = "";
    for (String argument : arguments(task, values)) {
      call.append(between).append(Shown.cut(argument, most));
      between = ", ";
    }
    return Shown.cut(call.append(')').toString(), most);
  }

  /** Also where a row can't be read that would tell. */
  private static boolean mayBe(BooleanSupplier sensitive) {
    try {
      return sensitive.getAsBoolean();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("a damaged row may have a mark: masking", e);
      return true;
    }
  }

  private static String shown(StoredValue value, boolean sensitive) {
    return sensitive ? Sensitivity.MASK : text(value);
  }

  private static String text(StoredValue value) {
    return new String(value.bytes(), StandardCharsets.UTF_8);
  }
}
