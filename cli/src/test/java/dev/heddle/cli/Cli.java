package dev.heddle.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands in a project of its own: in this process, or in one that starts for it. */
record Cli(Path folder) {
  /** What a command did. */
  record Ran(int code, String out, String err) {}

  static Cli in(Path folder) {
    try {
      Files.createFile(folder.resolve("heddle.toml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Cli(folder);
  }

  /** Writes a source file and returns its path as text. */
  String file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return file.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ran run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printErr = new PrintStream(err, true, StandardCharsets.UTF_8);
    Screen screen = new Screen(printErr, StandardCharsets.UTF_8, Style.PLAIN, false, 120);
    PrintStream printOut = new PrintStream(out, true, StandardCharsets.UTF_8);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      int code = Main.run(new Session(printOut, screen, Map.of(), folder), List.of(words));
      return new Ran(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  /** Starts a JVM of its own, with options for it before the command. */
  Process start(List<String> jvm, String... words) throws IOException {
    return start(Main.class, jvm, words);
  }

  /** The same with another main class. */
  Process start(Class<?> main, List<String> jvm, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("stderr.txt").toFile())
        .redirectOutput(folder.resolve("stdout.txt").toFile())
        .start();
  }

  /** Waits for a process that {@link #start} started. */
  Ran await(Process process) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after a minute: " + err());
      }
    } finally {
      process.destroyForcibly();
    }
    return new Ran(process.exitValue(), out(), err());
  }

  /** What a started process has written to standard output so far. */
  String out() throws IOException {
    return Files.readString(folder.resolve("stdout.txt"));
  }

  /** What a started process has written to standard error so far. */
  String err() throws IOException {
    return Files.readString(folder.resolve("stderr.txt"));
  }
}
