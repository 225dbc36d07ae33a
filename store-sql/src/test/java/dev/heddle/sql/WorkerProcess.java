package dev.heddle.sql;

import dev.heddle.Heddle;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, which tests start, stop, freeze and kill. */
final class WorkerProcess implements AutoCloseable {
  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  /** Starts one and returns when it is ready to claim. */
  static WorkerProcess start(String url, int slots, Duration heartbeatTimeout) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WorkerProcess.class.getName(),
                    url,
                    String.valueOf(slots),
                    String.valueOf(heartbeatTimeout.toMillis())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = lines.readLine();
    if (line == null) {
      throw new AssertionError("the worker process ended before it was ready");
    }
    return new WorkerProcess(process);
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGSTOP: it keeps its lock and does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** SIGTERM; returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker does not end");
    }
    return process.exitValue();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    kill();
  }

  /** Opens a store as these processes do. */
  static Store store(String url, Duration heartbeatTimeout) {
    return PostgresUrl.isOne(url)
        ? PostgresStore.open(url, heartbeatTimeout, PostgresLeases.Caution.DEFAULT)
        : SqliteStore.open(Path.of(url.substring("sqlite:".length())), false, heartbeatTimeout);
  }

  /** Arguments: the store's URL, slots, the heartbeat timeout in milliseconds. */
  public static void main(String[] arguments) throws Exception {
    Store store = store(arguments[0], Duration.ofMillis(Long.parseLong(arguments[2])));
    int slots = Integer.parseInt(arguments[1]);
    Heddle heddle = Heddle.builder().store(store).slots(slots).open();
    Worker worker = heddle.worker(WorkerOptions.DEFAULT.withTasks(LedgerTasks.class));
    Runtime.getRuntime().addShutdownHook(new Thread(heddle::close));
    System.out.println("ready " + worker.id());
    worker.join();
  }
}
