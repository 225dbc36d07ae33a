package dev.heddle.agent;

import dev.heddle.DirectTask;

/** Code that a debugger replaces while it runs. */
final class Redefined {
  private Redefined() {}

  @DirectTask
  static String version() {
    return "before" + Where.am();
  }
}
