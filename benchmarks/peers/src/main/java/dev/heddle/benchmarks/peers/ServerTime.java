package dev.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the processes of a PostgreSQL on this machine have worked, as Linux counts it. */
final class ServerTime {
  /**
   * Where, after the process's name, user, system, children's user, children's system ticks are.
   */
  private static final int USER = 11;

  private static final int PARENT = 1;
  private static final double MICROS_OF_TICK = 10_000;

  private final long postmaster;

  /** The server whose data is in this folder. */
  ServerTime(Path data) throws IOException {
    this.postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
  }

  /** In microseconds, in steps of ten thousand. */
  double micros() throws IOException {
    Map<Long, List<String>> all = new HashMap<>();
    try (Stream<Path> folders = Files.list(Path.of("/proc"))) {
      for (Path folder : (Iterable<Path>) folders::iterator) {
        String name = folder.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit)) {
          fields(folder).ifPresent(fields -> all.put(Long.parseLong(name), fields));
        }
      }
    }
    long ticks = 0;
    for (Map.Entry<Long, List<String>> one : all.entrySet()) {
      if (one.getKey() == postmaster) {
        ticks += sum(one.getValue(), 4);
      } else if (Long.parseLong(one.getValue().get(PARENT)) == postmaster) {
        ticks += sum(one.getValue(), 2);
      }
    }
    return ticks * MICROS_OF_TICK;
  }

  private static Optional<List<String>> fields(Path folder) {
    try {
      String line = Files.readString(folder.resolve("stat"));
      return Optional.of(List.of(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)));
    } catch (IOException e) {
      return Optional.empty(); // It has ended.
    }
  }

  private static long sum(List<String> fields, int count) {
    return fields.subList(USER, USER + count).stream().mapToLong(Long::parseLong).sum();
  }
}
