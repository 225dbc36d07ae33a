package dev.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * From kill -9 of the process that runs a body until another process has begun it again, all with
 * default settings.
 */
final class Recovery {
  private final Peer peer;
  private final Path folder;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private int marks;

  private Recovery(Peer peer, Path folder) {
    this.peer = peer;
    this.folder = folder;
  }

  /** An empty database for each kill. */
  @FunctionalInterface
  interface Databases {
    Database create() throws Exception;
  }

  /**
   * The median in seconds; infinite if nobody began it again in the time allowed. Each kill is in a
   * database of its own: what others were killed over is not to be begun again beside it.
   */
  static double seconds(Peer peer, Databases databases, Path folder, Size size) throws Exception {
    Recovery recovery = new Recovery(peer, folder);
    int kills = peer.takeover == Peer.Takeover.SLOW ? 1 : size.kills();
    double[] figures = new double[kills];
    try {
      for (int i = 0; i < kills; i++) {
        Database database = databases.create();
        try (Contestant client = peer.open(database, Mode.DEFAULTS)) {
          figures[i] = recovery.kill(client, database, size);
        }
      }
    } finally {
      recovery.workers.forEach(WorkerProcess::kill);
    }
    return Course.median(figures);
  }

  private double kill(Contestant client, Database database, Size size) throws Exception {
    // One that is started again must not find the other's work taken by a process beside it.
    int running = peer.takeover == Peer.Takeover.RESTART ? 1 : 2;
    while (workers.size() < running) {
      workers.add(WorkerProcess.start(peer, database, Mode.DEFAULTS));
    }
    Path file = folder.resolve("marks-" + peer.word() + "-" + database.isPostgres() + marks++);
    client.submitHold(file.toString());
    String first = mark(file, 0, TimeUnit.MINUTES.toSeconds(1));
    if (first.isEmpty()) {
      throw new IllegalStateException("Nobody of " + peer.title + " has begun the body");
    }
    long pid = Long.parseLong(first.substring(0, first.indexOf(' ')));
    WorkerProcess victim =
        workers.stream()
            .filter(worker -> worker.pid() == pid)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No worker of ours began it: " + first));
    workers.remove(victim);
    long killed = System.currentTimeMillis();
    victim.kill();
    if (peer.takeover == Peer.Takeover.RESTART) {
      workers.add(WorkerProcess.begin(peer, database, Mode.DEFAULTS));
    }
    String second = mark(file, 1, size.patienceSeconds());
    // What holds goes on holding.
    workers.forEach(WorkerProcess::kill);
    workers.clear();
    return second.isEmpty()
        ? Double.POSITIVE_INFINITY
        : (Long.parseLong(second.substring(second.indexOf(' ') + 1)) - killed) / 1e3;
  }

  /** The n-th mark as soon as it is there; empty if it does not come. */
  private static String mark(Path file, int n, long seconds)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    do {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() > n) {
        return lines.get(n);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    } while (System.nanoTime() < until);
    return "";
  }
}
