package dev.heddle.cli;

/** What was typed can't be carried out. Printed without a stack; the exit code is 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
