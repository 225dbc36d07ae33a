package dev.heddle.benchmarks.peers;

import dev.heddle.benchmarks.PostgresServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

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
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

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
    Path folder = Files.createTempDirectory("peers-");
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
    try (PostgresServer server = PostgresServer.start()) {
      for (int cycle = 0; cycle < size(quick).cycles(); cycle++) {
        for (Peer peer : chosen) {
          fork(peer, true, cycle, server);
          if (peer.onSqlite) {
            fork(peer, false, cycle, server);
          }
        }
      }
      recover(server);
      figures.removeIf(figure -> Double.isNaN(figure.value()));
      return new Results(figures, chosen, size(quick)).text(server);
    }
  }

  private void fork(Peer peer, boolean postgres, int cycle, PostgresServer server)
      throws Exception {
    String kind = postgres ? POSTGRES : "SQLite";
    System.err.printf(
        "%tT measuring %s on %s, cycle %d%n", LocalTime.now(), peer.title, kind, cycle);
    List<String> arguments = new ArrayList<>(quick ? List.of(QUICK) : List.of());
    arguments.addAll(List.of(HERE, peer.name(), kind, Integer.toString(cycle)));
    ProcessBuilder builder = Jvm.of(HEAP, Peers.class, arguments);
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

  /** The quick ones alone; then those that wait for minutes, side by side. */
  private void recover(PostgresServer server) throws Exception {
    Path folder = Files.createTempDirectory("peers-");
    Databases files = Databases.sqlite(folder);
    ExecutorService pool = Executors.newCachedThreadPool();
    List<Future<Figure>> slow = new ArrayList<>();
    for (Peer peer : chosen) {
      for (boolean postgres : new boolean[] {true, false}) {
        if (peer.takeover == Peer.Takeover.NONE || !postgres && !peer.onSqlite) {
          continue;
        }
        if (peer.takeover == Peer.Takeover.SLOW && quick) {
          continue;
        }
        Database database = postgres ? new Database(server.newStore()) : files.create();
        if (peer.takeover == Peer.Takeover.SLOW) {
          slow.add(pool.submit(() -> recovery(peer, database, folder)));
        } else {
          figures.add(recovery(peer, database, folder));
        }
      }
    }
    for (Future<Figure> one : slow) {
      figures.add(one.get());
    }
    pool.shutdown();
  }

  private Figure recovery(Peer peer, Database database, Path folder) {
    System.err.println("killing " + peer.title + " on " + database.url());
    double seconds = Double.NaN;
    try {
      seconds = Recovery.seconds(peer, database, folder, size(quick));
    } catch (Exception e) {
      failures.add(peer.title + " killed on " + database.url() + ": " + e);
    }
    Figure figure = new Figure(peer, database.isPostgres(), Measure.RECOVERY, seconds);
    System.err.println(figure.line());
    return figure;
  }
}
