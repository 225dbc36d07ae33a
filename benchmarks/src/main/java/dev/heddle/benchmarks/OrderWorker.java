package dev.heddle.benchmarks;

import dev.heddle.Heddle;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), OrderWorker.class.getName(), url));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (lines.readLine() == null) {
      throw new IOException("the worker process ended before it was ready");
    }
    return new OrderWorker(process);
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  long pid() {
    return process.pid();
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
