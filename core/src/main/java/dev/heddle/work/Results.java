package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.InvocationCancelledException;
import dev.heddle.TaskFailedException;
import dev.heddle.eval.RebuiltErrors;
import dev.heddle.store.StoredError;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Codec;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what an invocation came to what its caller gets.
 *
 * @param task whose code says which exceptions may be made again; null if it is not known here
 */
record Results(String invocation, String name, @Nullable TaskDef task, Codec codec) {

  /** The value, fresh for each caller, or the exception as {@code Invocation.result} throws it. */
  @Nullable Object of(End end) {
    return switch (end.state()) {
      case SUCCEEDED -> {
        if (end.result() == null) {
          throw new HeddleException(
              "The result of invocation " + invocation + " of task " + name + " was pruned.");
        }
        yield codec.decode(end.result().bytes());
      }
      case FAILED -> throw failure(end.error());
      case CANCELLED ->
          throw new InvocationCancelledException(
              "Invocation "
                  + invocation
                  + " of task "
                  + name
                  + " was cancelled"
                  + (end.error() == null || end.error().message() == null
                      ? "."
                      : ": " + end.error().message()));
      default -> throw new IllegalStateException("not an end: " + end.state());
    };
  }

  private RuntimeException failure(@Nullable StoredError error) {
    if (error == null) {
      return new HeddleException(
          "Invocation " + invocation + " of task " + name + " failed; its error was pruned.");
    }
    Throwable rebuilt = RebuiltErrors.of(error, task);
    // The caller's own line, beside the worker's frames.
    HeddleException here =
        new HeddleException("Result of invocation " + invocation + " of task " + name);
    if (rebuilt instanceof RuntimeException unchecked) {
      unchecked.addSuppressed(here);
      return unchecked;
    }
    if (rebuilt instanceof Error thrown) {
      thrown.addSuppressed(here);
      throw thrown;
    }
    return new TaskFailedException(
        "Task " + name + " (invocation " + invocation + ") failed: " + rebuilt, rebuilt);
  }
}
