package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.testkit.Calls;
import dev.heddle.testkit.Orders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that uses a store: a real one, so that it can be killed. */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private StoreProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts this class's main with the test's own class path. */
  static StoreProcess start(Path file, String... arguments) throws IOException {
    return start(List.of(), file, arguments);
  }

  /** Likewise, with options for its JVM. */
  static StoreProcess start(List<String> options, Path file, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(StoreProcess.class.getName(), file.toString()));
    command.addAll(List.of(arguments));
    return new StoreProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The number after the next line that begins with this word. */
  long next(String word) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(word + " ")) {
        return Long.parseLong(line.substring(word.length() + 1));
      }
    }
    throw new AssertionError("the process ended before it said '" + word + "'");
  }

  /** SIGSTOP: it keeps its locks and does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Has it go on, if it waits. */
  void goOn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the process goes on");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }

  /**
   * Arguments: the file, a name, and how many calls to record before it ends (0: never; -n: after n
   * it waits for a byte of input before each). Or the file and "worker".
   */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    String name = arguments[1];
    if (name.equals("worker")) {
      work(file);
      return;
    }
    int count = Integer.parseInt(arguments[2]);
    try (Store store = SqliteStore.open(file, false)) {
      Calls calls = new Calls(store);
      Fence fence = calls.execution(name);
      System.out.println("execution " + fence.id());
      InvocationHead running = calls.head(fence, "shared by " + name);
      Calls.expectApplied(calls.apply(fence, Calls.started(running, true)));
      for (int i = 1; count <= 0 || i <= count; i++) {
        if (count < 0 && i > -count && System.in.read() < 0) {
          return;
        }
        InvocationHead head = calls.head(fence, name + i);
        Change success = Calls.succeeded(head, Calls.value(name + i), i);
        Calls.expectApplied(calls.apply(fence, success));
        System.out.println("committed " + i);
      }
      Calls.expectApplied(calls.apply(fence, Calls.ended(fence, ExecutionState.SUCCEEDED)));
    }
  }

  /** Takes one invocation, and at a byte of input says that it has succeeded. */
  private static void work(Path file) throws IOException {
    try (Store store = SqliteStore.open(file, false)) {
      Orders orders = new Orders(store);
      long worker = orders.worker();
      System.out.println("worker " + worker);
      Claimed claimed = orders.runNext(worker);
      System.out.println("claimed " + claimed.submission().id());
      if (System.in.read() < 0) {
        return;
      }
      Outcome outcome = orders.apply(claimed, orders.succeeded(claimed, "from a process"));
      System.out.println("applied " + (outcome instanceof Outcome.Applied ? 1 : 0));
      System.out.println("dead " + store.beat(List.of(worker), orders.now()).size());
    }
  }
}
