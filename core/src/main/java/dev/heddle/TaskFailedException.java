package dev.heddle;

import org.jspecify.annotations.Nullable;

/**
 * A task failed with a checked exception, which is the cause, or with one that can't be made again
 * here, which the message names. The message names the chain of tasks.
 */
public class TaskFailedException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public TaskFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
