import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A worker is killed in the middle of three slow tasks; another one does them again at once. */
public final class RecoveryDemo {
  private static final int TASKS = 3;
  private static final int STEPS = 8;

  private RecoveryDemo() {}

  /** Eight steps of a second each. */
  @Task
  public static String slowTask(int number, TaskContext context) throws InterruptedException {
    for (int step = 1; step <= STEPS; step++) {
      TimeUnit.SECONDS.sleep(1);
      context.log().info("task {}: step {} of {}", number, step, STEPS);
      context.progress(step, STEPS);
    }
    return "task_" + number + "_completed";
  }

  public static void main(String[] args) throws Exception {
    long begun = System.nanoTime();
    try (Heddle heddle = Heddle.open()) {
      say(begun, "1. start a worker process");
      Process first = startWorker();
      say(begun, "   worker pid " + first.pid());

      say(begun, "2. submit slowTask(0..2) from pid " + ProcessHandle.current().pid());
      InvocationGroup<String> group =
          heddle.submitEach(RecoveryDemo::slowTask, List.of(0, 1, 2), TaskContext.injected());
      for (Invocation<String> one : group) {
        say(begun, "   " + one.task() + "  " + one.id());
      }
      Watch watch = new Watch(begun, group);
      watch.until(states -> count(states, InvocationState.RUNNING) == TASKS);
      TimeUnit.SECONDS.sleep(3); // so that there is something to lose

      say(begun, "3. kill -9 " + first.pid());
      Instant killed = Instant.now();
      first.destroyForcibly().waitFor();

      say(begun, "4. start a second worker process");
      Process second = startWorker();
      say(begun, "   worker pid " + second.pid());

      say(begun, "5. wait for the results");
      watch.until(states -> count(states, InvocationState.SUCCEEDED) == TASKS);
      for (String result : group.results()) {
        say(begun, "   " + result);
      }

      Instant joined = joined(heddle, second.pid());
      Instant again =
          group.invocations().stream()
              .map(RecoveryDemo::begunLast)
              .max(Instant::compareTo)
              .orElseThrow();
      say(begun, "");
      say(begun, "from the kill until all three ran again   " + seconds(killed, again));
      say(begun, "of which until the second worker was up   " + seconds(killed, joined));
      second.destroy();
      second.waitFor();
      System.out.println("ALL " + TASKS + " TASKS COMPLETED");
    }
  }

  /** The same program that runs this, as a worker of this very file. */
  private static Process startWorker() throws IOException {
    String launcher = System.getenv().getOrDefault("HEDDLE_LAUNCHER", "./heddle");
    String program = System.getProperty("heddle.program", "examples/recovery/RecoveryDemo.java");
    Process worker =
        new ProcessBuilder(launcher, "worker", Path.of(program).toString(), "--quiet")
            .redirectErrorStream(true)
            .start();
    Thread reader = new Thread(() -> repeat(worker), "worker-output");
    reader.setDaemon(true);
    reader.start();
    return worker;
  }

  private static void repeat(Process worker) {
    try (BufferedReader lines = worker.inputReader()) {
      lines
          .lines()
          .forEach(line -> System.out.println("          | " + worker.pid() + "  " + line));
    } catch (UncheckedIOException | IOException e) {
      System.out.println("          | " + worker.pid() + "  is gone");
    }
  }

  private static Instant begunLast(Invocation<?> invocation) {
    return invocation.history().stream()
        .filter(change -> change.state() == InvocationState.RUNNING)
        .map(StateChange::at)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static Instant joined(Heddle heddle, long pid) {
    return heddle.store().workers(10).stream()
        .filter(worker -> worker.process().contains("pid " + pid))
        .map(worker -> Instant.ofEpochMilli(worker.startedAt()))
        .findFirst()
        .orElseThrow();
  }

  private static long count(Map<InvocationState, Long> states, InvocationState state) {
    return states.getOrDefault(state, 0L);
  }

  private static String seconds(Instant from, Instant to) {
    return String.format(Locale.ROOT, "%.2f s", Duration.between(from, to).toMillis() / 1e3);
  }

  private static void say(long begun, String text) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.println(String.format(Locale.ROOT, "%6.2f s  ", seconds) + text);
  }

  /** Prints the states of the group whenever they change. */
  private record Watch(long begun, InvocationGroup<String> group) {
    void until(Predicate<Map<InvocationState, Long>> reached) throws InterruptedException {
      String shown = "";
      while (true) {
        Map<InvocationState, Long> states =
            group.invocations().stream()
                .collect(
                    Collectors.groupingBy(
                        Invocation::state,
                        () -> new EnumMap<>(InvocationState.class),
                        Collectors.counting()));
        if (!states.toString().equals(shown)) {
          shown = states.toString();
          say(begun, "   " + shown);
        }
        if (reached.test(states)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }
}
