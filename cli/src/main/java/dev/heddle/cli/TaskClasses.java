package dev.heddle.cli;

import dev.heddle.agent.ClassFileText;
import dev.heddle.agent.ClassPathEntries;
import dev.heddle.agent.ClassPathScan;
import dev.heddle.cli.script.ClassPath;
import dev.heddle.cli.script.Weaving;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds the classes of a class path that declare tasks: those with an annotation in their files,
 * and those that the configuration names.
 */
final class TaskClasses {
  private static final byte[] TASK = ClassFileText.of("Ldev/heddle/Task;");

  private TaskClasses() {}

  /** Binary names of those with tasks of any kind, sorted; of nested classes too. */
  static List<String> withTasks(ClassPath path, Weaving weaving) {
    return classes(
        path, (name, file) -> weaving.mayConcern(name, file) || ClassFileText.isIn(file, TASK));
  }

  /** Those with direct tasks. */
  static List<String> withDirectTasks(ClassPath path, Weaving weaving) {
    return classes(path, weaving::mayConcern);
  }

  private static List<String> classes(ClassPath path, ClassPathScan.Wanted wanted) {
    List<Path> entries =
        ClassPathEntries.withManifests(
            path.entries(),
            (file, why) -> {
              // What only a manifest names was typed by nobody.
              if (path.entries().contains(file)) {
                throw new UsageException("--cp: can't read " + file + ": " + why.getMessage());
              }
            });
    try {
      return ClassPathScan.classes(entries, wanted);
    } catch (IOException e) {
      throw new UsageException("--cp: " + e.getMessage());
    }
  }
}
