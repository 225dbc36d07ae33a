package dev.heddle.cli;

import dev.heddle.agent.ClassFileText;
import dev.heddle.agent.ClassPathScan;
import dev.heddle.agent.ConfiguredMethods;
import dev.heddle.cli.script.ClassPath;
import java.io.IOException;
import java.util.List;

/**
 * Finds the classes of a class path that declare tasks: those with an annotation in their files,
 * and those that the configuration names.
 */
final class TaskClasses {
  private static final byte[] DIRECT_MARK = ClassFileText.of("Ldev/heddle/DirectTask;");

  /** Of direct tasks only. */
  static final List<byte[]> DIRECT = List.of(DIRECT_MARK);

  /** Of tasks of any kind. */
  static final List<byte[]> ANY = List.of(ClassFileText.of("Ldev/heddle/Task;"), DIRECT_MARK);

  private TaskClasses() {}

  /** Binary names, sorted; of nested classes too. */
  static List<String> of(ClassPath path, ConfiguredMethods configured, List<byte[]> marks) {
    try {
      return ClassPathScan.classes(
          path.entries(),
          (name, file) ->
              configured.has(name)
                  || marks.stream().anyMatch(mark -> ClassFileText.isIn(file, mark)));
    } catch (IOException e) {
      throw new UsageException("--cp: " + e.getMessage());
    }
  }
}
