package dev.heddle.benchmarks.peers;

import dev.heddle.benchmarks.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kills those that take over at once one after another; those that wait for minutes together. */
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
        for (Database database : databases(peer)) {
          figures.add(kill(peer, database));
        }
      }
    }
    List<Future<Figure>> waiting = new ArrayList<>();
    ExecutorService pool = Executors.newCachedThreadPool();
    for (Peer peer : peers) {
      if (peer.takeover == Peer.Takeover.SLOW && size.patienceSeconds() > 10) {
        for (Database database : databases(peer)) {
          waiting.add(pool.submit(() -> kill(peer, database)));
        }
      }
    }
    for (Future<Figure> one : waiting) {
      figures.add(one.get());
    }
    pool.shutdown();
    figures.removeIf(figure -> Double.isNaN(figure.value()));
    return figures;
  }

  private List<Database> databases(Peer peer) throws SQLException {
    Database postgres = new Database(server.newStore());
    return peer.onSqlite ? List.of(postgres, files.create()) : List.of(postgres);
  }

  private Figure kill(Peer peer, Database database) {
    String kind = database.isPostgres() ? "PostgreSQL" : "SQLite";
    System.err.println("killing " + peer.title + " on " + kind);
    double seconds = Double.NaN;
    try {
      seconds = Recovery.seconds(peer, database, folder, size);
    } catch (Exception e) {
      failures.add(peer.title + ", killed on " + kind + ": " + e);
    }
    Figure figure = new Figure(peer, database.isPostgres(), Measure.RECOVERY, seconds);
    System.err.println(figure.line());
    return figure;
  }
}
