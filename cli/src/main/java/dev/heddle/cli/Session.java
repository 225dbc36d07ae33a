package dev.heddle.cli;

import dev.heddle.config.Project;
import dev.heddle.config.Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What one command works with.
 *
 * @param out for the result and nothing else
 * @param screen for everything that is said on the way
 */
record Session(PrintStream out, Screen screen, Map<String, String> environment, Path folder) {
  /** Settings of the project around the folder, with these flags by the names of the file. */
  Settings settings(Map<String, String> flags) {
    Settings.Builder levels =
        Settings.of(Project.find(folder)).environment(environment).properties();
    flags.forEach((name, value) -> levels.flag(name, flag(name, value), value));
    return levels.resolve();
  }

  private static String flag(String name, String value) {
    return name.equals("cache") && value.equals("false") ? "--no-cache" : "--" + name;
  }

  void print(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
  }
}
