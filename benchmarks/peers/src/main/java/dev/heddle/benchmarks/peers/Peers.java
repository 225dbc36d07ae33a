package dev.heddle.benchmarks.peers;

import dev.heddle.benchmarks.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures all contestants, or those named, one after another on a PostgreSQL and on SQLite files.
 *
 * <pre>{@code
 * benchmarks/run peers [--quick] [--write FILE] [CONTESTANT…]
 * }</pre>
 */
public final class Peers {
  private static final String QUICK = "--quick";

  /** Measures one contestant on one kind of database in this JVM; a line for each figure. */
  private static final String HERE = "--here";

  private static final String POSTGRES = "PostgreSQL";
  private static final String HEAP = "1g";

  private final boolean quick;
  private final List<Peer> chosen;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Peers(boolean quick, List<Peer> chosen) {
    this.quick = quick;
    this.chosen = chosen;
  }

  /** The command line. */
  public static void main(String[] arguments) throws Exception {
    boolean quick = false;
    Path file = null;
    List<Peer> chosen = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case HERE -> {
          here(
              Peer.valueOf(arguments[i + 1]),
              arguments[i + 2].equals(POSTGRES),
              quick,
              arguments[i + 3].equals("0"));
          return;
        }
        case QUICK -> quick = true;
        case "--write" -> file = Path.of(arguments[++i]);
        default -> {
          String word = arguments[i];
          chosen.add(
              Peer.named(word)
                  .orElseThrow(
                      () -> new IllegalArgumentException("There is no contestant " + word)));
        }
      }
    }
    Peers peers = new Peers(quick, chosen.isEmpty() ? List.of(Peer.values()) : chosen);
    String results = peers.run();
    if (file == null) {
      System.out.print(results);
    } else {
      Files.writeString(file, results);
    }
    peers.failures.forEach(System.err::println);
    System.exit(peers.failures.isEmpty() ? 0 : 1); // Pools may leave threads behind.
  }

  private static void here(Peer peer, boolean postgres, boolean quick, boolean first)
      throws Exception {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (Databases databases = postgres ? Databases.postgres(folder) : Databases.sqlite(folder)) {
      new Course(peer, size(quick), databases, figure -> System.out.println(figure.line()))
          .run(first);
    }
    System.exit(0);
  }

  private static Size size(boolean quick) {
    return quick ? Size.QUICK : Size.FULL;
  }

  private String run() throws Exception {
    Path folder = Files.createTempDirectory("peers-");
    try (PostgresServer server = PostgresServer.start()) {
      for (int cycle = 0; cycle < size(quick).cycles(); cycle++) {
        for (Peer peer : chosen) {
          fork(peer, true, cycle, server, folder);
          if (peer.onSqlite) {
            fork(peer, false, cycle, server, folder);
          }
        }
      }
      Kills kills = new Kills(server, folder, size(quick));
      figures.addAll(kills.of(chosen));
      failures.addAll(kills.failures());
      return new Results(figures, chosen, size(quick)).text(server);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void fork(Peer peer, boolean postgres, int cycle, PostgresServer server, Path folder)
      throws Exception {
    String kind = postgres ? POSTGRES : "SQLite";
    System.err.printf(
        "%tT measuring %s on %s, cycle %d%n",
        LocalTime.now(ZoneOffset.UTC), peer.title, kind, cycle);
    List<String> arguments = new ArrayList<>(quick ? List.of(QUICK) : List.of());
    arguments.addAll(List.of(HERE, peer.name(), kind, Integer.toString(cycle)));
    ProcessBuilder builder = Jvm.of(HEAP, folder.toString(), Peers.class, arguments);
    builder.environment().put("HEDDLE_TEST_POSTGRES", server.address());
    Process process = builder.start();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (Figure.isLine(line)) {
          figures.add(Figure.of(line));
        }
        System.err.println(line);
      }
    }
    int exit = process.waitFor();
    if (exit != 0) { // The others are measured all the same.
      failures.add(peer.title + " on " + kind + " ended with exit code " + exit);
    }
  }
}
