package dev.heddle;

import org.jspecify.annotations.Nullable;

/**
 * A method can't be used as a task: it is not annotated, or its signature is one that Heddle can't
 * record. Thrown where the method is first referred to, before anything runs.
 */
public final class TaskDefinitionException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public TaskDefinitionException(String message) {
    super(message);
  }

  public TaskDefinitionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
