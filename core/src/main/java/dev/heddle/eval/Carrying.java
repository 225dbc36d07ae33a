package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.HeddleException;
import dev.heddle.Sensitive;
import dev.heddle.TaskContext;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.CallNode;
import dev.heddle.store.StoredError;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskParameter;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The carrying-out of one call on this thread, from recorded arguments to a recorded result. */
public final class Carrying {
  private static final long[] NO_CHILDREN = new long[0];

  private Carrying() {}

  /** Decodes the arguments, runs the body, and answers what it returned. */
  public static @Nullable Object invoke(TaskDef task, StoredValue[] arguments, TaskContext context)
      throws Throwable {
    @Nullable Object[] decoded = new Object[arguments.length];
    for (int i = 0; i < decoded.length; i++) {
      decoded[i] = decode(task, i, arguments[i]);
    }
    Object returned = task.invoke(decoded, context);
    if (task.method().returnsFuture()) {
      returned = held(task, returned);
    }
    FileUses.refuseChangedInputs(task, arguments);
    return returned;
  }

  /** What a returned future holds in the end; a body that waits for it holds no slot (law 10). */
  public static @Nullable Object held(TaskDef task, @Nullable Object returned) throws Throwable {
    // A stage may be a future too, of which only this gives the value.
    Object gives = returned instanceof CompletionStage<?> s ? s.toCompletableFuture() : returned;
    if (!(gives instanceof Future<?> future)) {
      throw new HeddleException(
          "Task " + task.name() + " returned null where it declares a future.");
    }
    if (!future.isDone()) {
      CurrentBody.get().ifPresent(body -> body.pause().during(List.of(), () -> await(future)));
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  /** Waits for its end, whatever that is. */
  private static boolean await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException | CancellationException e) {
      return false; // its reader is told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /** Of an older version's argument, says which parameter it no longer fits. */
  private static @Nullable Object decode(TaskDef task, int index, StoredValue argument) {
    try {
      return task.parameter(index).decode(argument.bytes());
    } catch (RuntimeException e) {
      // A reason may quote what it is about.
      boolean masked = task.sensitivity().covers(index);
      TaskParameter parameter = task.parameters().get(index);
      throw new HeddleException(
          "The recorded argument for parameter '"
              + parameter.name()
              + "' ("
              + parameter.codec().typeName()
              + ") of task "
              + task.name()
              + " can't be read as that: "
              + (masked ? Sensitive.MASK : Errors.message(e))
              + ". It was recorded by another version of the task: order it again, or bring back a"
              + " parameter that takes it.",
          masked ? null : e);
    }
  }

  /** The error of an order whose recorded arguments are more or fewer than the task's now. */
  public static HeddleException otherParameters(TaskDef task, TaskVersion ordered, int given) {
    return new HeddleException(
        "Task "
            + task.name()
            + " takes "
            + task.parameters().stream()
                .map(p -> p.codec().typeName() + " " + p.name())
                .collect(Collectors.joining(", ", "(", ")"))
            + " now, and was ordered with "
            + given
            + " as ("
            + String.join(", ", ordered.parameters())
            + "). It was ordered by another version of the program: order it again.");
  }

  /** The recorded form of what a body returned that is no expression. */
  public static StoredValue result(TaskDef task, @Nullable Object returned) {
    if (task.method().returnsExpr()) {
      throw new HeddleException(
          "Task " + task.name() + " returned null where it declares an expression.");
    }
    return task.result().encode(returned);
  }

  /** The call node of a body that returned its value itself. */
  public static CallNode leaf(
      TaskDef task, Hash key, StoredValue[] arguments, StoredValue result, TaskSet alone) {
    boolean replayable =
        task.cache() == Cache.STORE && !task.externalArguments() && !task.result().external();
    Hash hash = Hasher.of("CallNode").putHash(key).putHash(result.hash()).hash();
    return new CallNode(
        result,
        true,
        hash,
        NO_CHILDREN,
        alone,
        1,
        replayable,
        FileUses.of(task, arguments, result));
  }

  /** An error as it is recorded, without the engine's frames. */
  public static StoredError error(Throwable error) {
    Errors.trim(error);
    return Errors.store(error);
  }
}
