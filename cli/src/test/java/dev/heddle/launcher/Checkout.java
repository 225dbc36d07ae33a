package dev.heddle.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A checkout that holds the real launcher and nothing else real: its {@code mvn} takes notes and
 * leaves an empty jar, its JDKs are shell scripts that print how they were called.
 */
final class Checkout {
  private static final String FAKE_JAVA =
      """
      #!/bin/sh
      case "$*" in
        *"Training Warm.java"*)
          for arg; do
            case $arg in -XX:AOTCacheOutput=* | -XX:ArchiveClassesAtExit=*) : >"${arg#*=}" ;; esac
          done ;;
        *) echo "pid=$$"; echo "java=$0"; echo "cwd=$(pwd)"; echo "locale=$LC_ALL"; for arg; do echo "arg=$arg"; done
           case "$*" in *" fail") exit 7 ;; esac ;;
      esac
      """;

  private static final String FAKE_MAVEN =
      """
      #!/bin/sh
      echo "$JAVA_HOME" >>mvn-calls
      echo "[INFO] Building Heddle core 0.1.0"
      if [ -e broken ]; then echo "[ERROR] Foo.java:[1,1] no such thing"; exit 1; fi
      mkdir -p cli/target/launcher/lib agent/target/launcher
      : >cli/target/launcher/heddle.jar
      : >agent/target/launcher/heddle-agent.jar
      """;

  /** All that the launcher may call, beside Maven and a JDK. */
  private static final List<String> COMMANDS =
      List.of(
          "cat",
          "cksum",
          "cp",
          "date",
          "find",
          "flock",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mv",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sleep",
          "tee",
          "uname");

  private final Path folder;
  private final Path root;
  private final Path bin;
  private final Map<String, String> environment = new HashMap<>();

  Checkout(Path folder) {
    this.folder = folder;
    this.root = folder.resolve("a check out");
    this.bin = folder.resolve("bin");
    try {
      Files.createDirectories(root.resolve("cli/src/train"));
      Files.createDirectories(root.resolve("core/src/main"));
      Files.createDirectories(home());
      Files.writeString(root.resolve("pom.xml"), "<project/>");
      Files.writeString(root.resolve("cli/src/train/Warm.java"), "final class Warm {}");
      Files.copy(launcher(), root.resolve("heddle"));
      executable(bin.resolve("mvn"), FAKE_MAVEN);
      for (String command : COMMANDS) {
        executable(bin.resolve(command), "#!/bin/sh\nexec " + onThisMachine(command) + " \"$@\"\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("HOME", home().toString());
    environment.put("PATH", bin.toString());
    environment.put("HEDDLE_JAVA_HOME", jdk("jdk", "25.0.3").toString());
  }

  Path root() {
    return root;
  }

  Path home() {
    return folder.resolve("home");
  }

  /** Makes a JDK of that version, at a path below this checkout's home. */
  Path jdk(String place, String version) {
    Path jdk = home().resolve(place);
    executable(jdk.resolve("bin/java"), FAKE_JAVA);
    executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    write(jdk.resolve("release"), "IMPLEMENTOR=\"Some One\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  /** Takes a command away from the launcher. */
  Checkout without(String command) {
    try {
      Files.delete(bin.resolve(command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Checkout with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Checkout withoutVariable(String variable) {
    environment.remove(variable);
    return this;
  }

  /** As if a source had been edited after the newest build began. */
  void edit() {
    try (Stream<Path> files = Files.walk(root.resolve("target/dist"))) {
      for (Path stamp : files.filter(file -> file.endsWith("stamp")).toList()) {
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True once each build has its class archive, and nobody works on one in the background. */
  boolean isQuiet() {
    Path dists = root.resolve("target/dist");
    if (!Files.exists(dists)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(dists)) {
      List<String> names = files.map(Path::toString).toList();
      long builds = names.stream().filter(name -> name.endsWith("/heddle.jar")).count();
      long archives = names.stream().filter(name -> name.endsWith(".archive")).count();
      return archives >= builds
          && names.stream().noneMatch(name -> name.endsWith(".making") || name.endsWith(".d"));
    } catch (IOException | UncheckedIOException e) {
      return false; // a file went away under the walk
    }
  }

  /** The JDK of each build so far. */
  List<String> builds() {
    Path calls = root.resolve("mvn-calls");
    return Files.exists(calls) ? read(calls).lines().toList() : List.of();
  }

  Run start(String... arguments) {
    return start(root.resolve("heddle"), folder, arguments);
  }

  Run start(Path launcher, Path cwd, String... arguments) {
    try {
      Path out = Files.createTempFile(folder, "out", "");
      Path err = Files.createTempFile(folder, "err", "");
      ProcessBuilder builder =
          new ProcessBuilder(
              Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList());
      builder.environment().clear();
      builder.environment().putAll(environment);
      builder.directory(cwd.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Run(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One start of the launcher. */
  record Run(Process process, Path outFile, Path errFile) {
    int exitCode() {
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("the launcher hangs: " + read(errFile));
        }
        return process.exitValue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    List<String> out() {
      exitCode();
      return read(outFile).lines().toList();
    }

    String err() {
      exitCode();
      return read(errFile);
    }
  }

  private static Path launcher() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(here.resolve("heddle"))) {
      here = here.getParent();
    }
    return here.resolve("heddle");
  }

  private static Path onThisMachine(String command) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
        .map(place -> Path.of(place, command))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + command + " on this machine"));
  }

  private static void executable(Path file, String text) {
    write(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new AssertionError("cannot make executable: " + file);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
