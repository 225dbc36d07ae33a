package dev.heddle.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant's workers in a process of their own. */
final class WorkerProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /** Starts one, and returns when its workers are started. */
  static WorkerProcess start(Peer peer, Database database, Mode mode) throws IOException {
    WorkerProcess started = begin(peer, database, mode);
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(started.process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = lines.readLine(); !READY.equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new IOException("A worker process of " + peer.title + " ended before it was ready");
      }
    }
    return started;
  }

  /** Starts one, and does not wait for it. */
  static WorkerProcess begin(Peer peer, Database database, Mode mode) throws IOException {
    List<String> arguments = List.of(peer.name(), database.url(), mode.name());
    return new WorkerProcess(
        Jvm.of("256m", System.getProperty("java.io.tmpdir"), WorkerProcess.class, arguments)
            .start());
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  /** The arguments: the contestant, the database's URL and the mode. */
  public static void main(String[] arguments) throws Exception {
    Contestant contestant =
        Peer.valueOf(arguments[0]).open(new Database(arguments[1]), Mode.valueOf(arguments[2]));
    contestant.startWorkers();
    System.out.println(READY);
    TimeUnit.HOURS.sleep(1); // It is killed long before.
    contestant.close();
  }
}
