package dev.heddle.cli;

/** The option of commands that print values. */
final class ShowSensitive {
  static final String OPTION = "--show-sensitive";

  static final String DESCRIPTION = "Show what is marked as sensitive, too.";

  private ShowSensitive() {}
}
