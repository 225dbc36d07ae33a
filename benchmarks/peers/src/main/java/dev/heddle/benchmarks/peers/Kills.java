package dev.heddle.benchmarks.peers;

import dev.heddle.benchmarks.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Kills those that take over at once one after another, and those that wait for minutes together;
 * but one library on one database after the other, since some have one configuration for a JVM.
 */
final class Kills {
  private final PostgresServer server;
  private final Path folder;
  private final Databases files;
  private final Size size;
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

  Kills(PostgresServer server, Path folder, Size size) {
    this.server = server;
    this.folder = folder;
    this.files = Databases.sqlite(folder);
    this.size = size;
  }

  /** What went wrong, in words. */
  List<String> failures() {
    return failures;
  }

  List<Figure> of(List<Peer> peers) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (Peer peer : peers) {
      if (peer.takeover == Peer.Takeover.QUICK || peer.takeover == Peer.Takeover.RESTART) {
        for (boolean postgres : kinds(peer)) {
          figures.add(kill(peer, postgres));
        }
      }
    }
    List<Future<List<Figure>>> waiting = new ArrayList<>();
    ExecutorService pool = Executors.newCachedThreadPool();
    for (Peer peer : peers) {
      if (peer.takeover == Peer.Takeover.SLOW && size.patienceSeconds() > 10) {
        waiting.add(pool.submit(() -> kinds(peer).stream().map(on -> kill(peer, on)).toList()));
      }
    }
    for (Future<List<Figure>> ofOne : waiting) {
      figures.addAll(ofOne.get());
    }
    pool.shutdown();
    figures.removeIf(figure -> Double.isNaN(figure.value()));
    return figures;
  }

  private static List<Boolean> kinds(Peer peer) {
    return peer.onSqlite ? List.of(true, false) : List.of(true);
  }

  private synchronized Database create(boolean postgres) throws SQLException {
    return postgres ? new Database(server.newStore()) : files.create();
  }

  private Figure kill(Peer peer, boolean postgres) {
    String kind = postgres ? "PostgreSQL" : "SQLite";
    System.err.println("killing " + peer.title + " on " + kind);
    double seconds = Double.NaN;
    try {
      seconds = Recovery.seconds(peer, () -> create(postgres), folder, size);
    } catch (Exception e) {
      List<StackTraceElement> frames = Arrays.stream(e.getStackTrace()).limit(3).toList();
      failures.add(peer.title + ", killed on " + kind + ": " + e + " at " + frames);
    }
    Figure figure = new Figure(peer, postgres, Measure.RECOVERY, seconds);
    System.err.println(figure.line());
    return figure;
  }
}
