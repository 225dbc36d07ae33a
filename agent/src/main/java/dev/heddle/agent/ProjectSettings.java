package dev.heddle.agent;

import dev.heddle.config.Settings;

/** What the project around the current folder says of direct tasks. Needs heddle-core. */
final class ProjectSettings {
  private ProjectSettings() {}

  static ConfiguredMethods directMethods() {
    return new ConfiguredMethods(Settings.ofProcess().directMethods());
  }
}
