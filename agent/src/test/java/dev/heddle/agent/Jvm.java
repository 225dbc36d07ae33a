package dev.heddle.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles a small program and runs it in JVMs of their own, in a folder of its own. */
record Jvm(Path folder) {
  /** What a JVM did. */
  record Ran(int code, String out, String err) {}

  /** Compiles sources of the unnamed package into the folder {@code classes}. */
  Jvm compile(Map<String, String> sources) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-parameters",
                "-g",
                "-cp",
                libraries(),
                "-d",
                folder.resolve("classes").toString()));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey() + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      words.add(file.toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, System.out, System.err, words.toArray(String[]::new));
    if (code != 0) {
      throw new AssertionError("javac ended with " + code);
    }
    if (!Files.exists(folder.resolve("heddle.toml"))) {
      Files.createFile(folder.resolve("heddle.toml"));
    }
    return this;
  }

  /** The class path of the suite without its own fixtures, of which some are meant to be wrong. */
  static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(":", -1))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(":"));
  }

  /** Starts a class of the program; its output goes to files that bear the given name. */
  Process start(String name, Map<String, String> environment, List<String> jvm, String... words)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", folder.resolve("classes") + ":" + libraries()));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("HEDDLE_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits for a process that was started under this name. */
  Ran await(String name, Process process) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after a minute: " + err(name));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Ran(process.exitValue(), out(name), err(name));
  }

  String out(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"), StandardCharsets.UTF_8);
  }

  String err(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"), StandardCharsets.UTF_8);
  }

  /** The jar as {@code -javaagent} gets it: this module's classes, by a manifest of its own. */
  Path agent() throws IOException {
    // Its classes come from the class path.
    return manifestJar(folder.resolve("heddle-agent.jar"), "Premain-Class", Agent.class.getName());
  }

  /** A jar with a manifest of these names and values, and with nothing else. */
  static Path manifestJar(Path jar, String... attributes) throws IOException {
    return jar(jar, Path.of(""), List.of(), attributes);
  }

  /** A jar of the files of these names in a folder, with a manifest of these names and values. */
  static Path jar(Path jar, Path from, List<String> files, String... attributes)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    for (int i = 0; i < attributes.length; i += 2) {
      manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (String file : files) {
        out.putNextEntry(new JarEntry(file));
        Files.copy(from.resolve(file), out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
