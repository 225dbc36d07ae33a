import dev.heddle.Heddle;
import dev.heddle.store.WorkerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** What the three programs share: the quarters, a clock, and a worker process. */
final class Demo {
  static final List<String> QUARTERS =
      List.of("Q1-2025", "Q2-2025", "Q3-2025", "Q4-2025", "Q1-2026");

  private Demo() {}

  /** Loaded, and so woven, before any clock runs. */
  static final List<Class<?>> TASKS = List.of(Tasks.class, Tasks.Report.class);

  /** Prints the values to standard output and the time they took to standard error. */
  static void show(String how, Callable<List<Tasks.Report>> calls) throws Exception {
    List<Tasks.Report> reports = timed(how, calls);
    reports.forEach(System.out::println);
  }

  private static <T> T timed(String how, Callable<T> calls) throws Exception {
    long begun = System.nanoTime();
    T value = calls.call();
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.err.printf(Locale.ROOT, "%-34s %.2f s%n", how, seconds);
    return value;
  }

  /** A program that makes direct calls. */
  interface Program {
    void run() throws Exception;
  }

  /**
   * Runs it beside a worker process of Tasks.java, which ends with it. A first call tells what two
   * JVMs that have just started add to it; the others are those of programs that are running.
   */
  static void withWorker(Program program) throws Exception {
    Process worker = startWorker();
    try (Heddle heddle = Heddle.open()) {
      Heddle.setDefault(heddle);
      while (!isReady(heddle, worker)) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      timed("first call of two fresh processes", () -> Tasks.generateReport("Q4-2024"));
      program.run();
    } finally {
      worker.destroy();
      worker.waitFor();
    }
  }

  /** As somebody would in another terminal, or on as many machines as there are. */
  private static Process startWorker() throws IOException {
    String launcher = System.getenv().getOrDefault("HEDDLE_LAUNCHER", "./heddle");
    String program = System.getProperty("heddle.program", "examples/direct/Demo.java");
    Path tasks = Path.of(program).resolveSibling("Tasks.java");
    return new ProcessBuilder(launcher, "worker", tasks.toString(), "--quiet")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean isReady(Heddle heddle, Process worker) {
    if (!worker.isAlive()) {
      throw new IllegalStateException("the worker ended with " + worker.exitValue());
    }
    return heddle.store().workers(100).stream()
        .anyMatch(
            one ->
                one.state() == WorkerState.ALIVE && one.process().contains("pid " + worker.pid()));
  }
}
