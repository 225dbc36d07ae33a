package dev.heddle.store;

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
 * Recorded values as JSON text, as far as they may be shown: whatever shows one gets it here, and
 * nowhere else are a value's bytes looked at for that. Reads the store; thread-safe.
 *
 * @param store where the records are from
 * @param off whether what is sensitive is shown as it is, too
 */
public record Masking(Store store, boolean off) {
  private static final Logger LOG = LoggerFactory.getLogger(Masking.class);

  /** One that hides what is sensitive. */
  public Masking(Store store) {
    this(store, false);
  }

  /** The arguments of a call of this task, in their order. */
  public List<String> arguments(TaskVersion task, List<StoredValue> values) {
    List<String> texts = values.stream().map(Masking::text).toList();
    return off ? texts : task.sensitivity().masked(texts);
  }

  /** The arguments of the invocation, in their order. */
  public List<String> arguments(InvocationRecord invocation) {
    return arguments(invocation.task(), invocation.arguments());
  }

  /** The arguments of the call, in their order. */
  public List<String> arguments(NodeRecord node) {
    return arguments(node.task(), node.arguments());
  }

  /** Whether the result of the invocation is not shown. */
  public boolean hides(InvocationRecord invocation) {
    return !off && mayBe(() -> SensitiveResults.isIn(store, invocation));
  }

  /** Whether the value of the execution is not shown. */
  public boolean hides(ExecutionRecord execution) {
    return !off && mayBe(() -> SensitiveResults.isIn(store, execution));
  }

  /** The result; null if there is none. */
  public @Nullable String result(InvocationRecord invocation) {
    StoredValue result = invocation.result();
    return result == null ? null : shown(result, hides(invocation));
  }

  /** The result; null if there is none. */
  public @Nullable String result(NodeRecord node) {
    StoredValue result = node.result();
    return result == null ? null : shown(result, !off && node.task().sensitivity().result());
  }

  /** The value; null if there is none. */
  public @Nullable String result(ExecutionRecord execution) {
    StoredValue result = execution.result();
    return result == null ? null : shown(result, hides(execution));
  }

  /** Also where a row can't be read that would tell. */
  private static boolean mayBe(BooleanSupplier sensitive) {
    try {
      return sensitive.getAsBoolean();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("event=mark-not-read consequence=masked", e);
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
