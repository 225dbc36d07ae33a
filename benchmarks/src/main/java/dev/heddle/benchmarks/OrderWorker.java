package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A worker in a process of its own. */
final class OrderWorker implements AutoCloseable {
  private final Process process;

  private OrderWorker(Process process) {
    this.process = process;
  }

  /** Starts one, and returns when it is ready. */
  static OrderWorker start(String url) throws IOException {
    return start(url, List.of());
  }

  /** Starts one, and does not wait for it. */
  static OrderWorker begin(String url) throws IOException {
    return new OrderWorker(process(List.of(), OrderWorker.class, url));
  }

  /**
   * As {@link #start(String)}.
   *
   * @param before the words before the command that starts it
   */
  static OrderWorker start(String url, List<String> before) throws IOException {
    Process process = process(before, OrderWorker.class, url);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (lines.readLine() == null) {
      throw new IOException("the worker process ended before it was ready");
    }
    return new OrderWorker(process);
  }

  /** A JVM as workers have it. */
  static Process process(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    return process(before, List.of("-Xmx256m"), main, arguments);
  }

  /**
   * A JVM.
   *
   * @param flags what it is told of its memory
   */
  static Process process(
      List<String> before, List<String> flags, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  long pid() {
    return process.pid();
  }

  /** What its threads have worked so far. */
  double cpuMillis() {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  /** The argument: the store's URL. */
  public static void main(String[] arguments) throws Exception {
    Heddle heddle = Heddle.builder().store(arguments[0]).open();
    Worker worker =
        heddle.worker(
            WorkerOptions.DEFAULT.withTasks(Tasks.class, MarkedTasks.class, DirectTasks.class));
    Runtime.getRuntime().addShutdownHook(new Thread(heddle::close));
    System.out.println("ready");
    worker.join();
  }
}
