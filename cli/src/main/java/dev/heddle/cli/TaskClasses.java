package dev.heddle.cli;

import dev.heddle.agent.ClassFileText;
import dev.heddle.agent.ClassPathScan;
import dev.heddle.cli.script.ClassPath;
import dev.heddle.cli.script.Weaving;
import java.io.IOException;
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
    try {
      return ClassPathScan.classes(path.entries(), wanted);
    } catch (IOException e) {
      throw new UsageException("--cp: " + e.getMessage());
    }
  }
}
