package dev.heddle.cli.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for a JDK on this machine, to name one to who runs a script on a JRE. */
final class Jdks {
  private Jdks() {}

  static String missing(Path file) {
    String found =
        find()
            .map(jdk -> "There is a JDK in " + jdk + ": set JAVA_HOME to it and run this again.")
            .orElse("Install a JDK 17 or newer (https://adoptium.net) and set JAVA_HOME to it.");
    return "Compiling "
        + file
        + " needs a JDK, but this Java has no compiler: "
        + System.getProperty("java.home")
        + "\n"
        + found;
  }

  static Optional<Path> find() {
    List<Path> places = new ArrayList<>();
    add(places, System.getenv("JAVA_HOME"));
    for (String folder :
        List.of(
            "/usr/lib/jvm",
            "/Library/Java/JavaVirtualMachines",
            System.getProperty("user.home") + "/.sdkman/candidates/java",
            System.getProperty("user.home") + "/.jdks",
            "C:/Program Files/Eclipse Adoptium",
            "C:/Program Files/Java")) {
      Path parent = Path.of(folder);
      if (Files.isDirectory(parent)) {
        try (Stream<Path> homes = Files.list(parent)) {
          homes.sorted().forEach(places::add);
        } catch (IOException e) {
          // A folder that can't be listed names no JDK
        }
      }
    }
    return places.stream()
        .flatMap(home -> Stream.of(home, home.resolve("Contents/Home")))
        .filter(
            home ->
                Files.isExecutable(home.resolve("bin/javac"))
                    || Files.exists(home.resolve("bin/javac.exe")))
        .findFirst();
  }

  private static void add(List<Path> places, @Nullable String home) {
    if (home != null && !home.isBlank()) {
      places.add(Path.of(home));
    }
  }
}
