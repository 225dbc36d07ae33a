package dev.heddle.agent;

import dev.heddle.config.Project;
import dev.heddle.config.Settings;
import java.nio.file.Path;

/** What a project's settings say of direct tasks. Needs heddle-core. */
final class ProjectSettings {
  private ProjectSettings() {}

  /** What the project around a folder says. */
  static ConfiguredMethods directMethods(Path folder) {
    Settings settings =
        Settings.of(Project.find(folder)).environment(System.getenv()).properties().resolve();
    return new ConfiguredMethods(settings.directMethods());
  }
}
