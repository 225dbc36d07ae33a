package dev.heddle.cli;

import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.Worker;
import dev.heddle.WorkerListener;
import dev.heddle.WorkerOptions;
import dev.heddle.cli.script.ClassPath;
import dev.heddle.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heddle worker}: carries out what was ordered, until it is told to stop. */
@Command(
    name = "worker",
    description = "Carry out ordered invocations of the tasks of a file or of compiled classes.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "FILE.java",
      arity = "0..1",
      description = "A source file; or a class of --cp. Without one, every task of --cp.")
  private Optional<String> target = Optional.empty();

  @Option(names = "--cp", paramLabel = "PATH", description = "Jars and class folders.")
  private Optional<String> classPath = Optional.empty();

  @Option(names = "--slots", paramLabel = "N", description = "How many bodies may run at once.")
  private Optional<String> slots = Optional.empty();

  @Option(
      names = "--queues",
      paramLabel = "A,B",
      split = ",",
      description = "Which queues it takes from; all without this.")
  private List<String> queues = new ArrayList<>();

  @Option(names = "--burst", description = "End when nothing is left to do.")
  private boolean burst;

  @Option(
      names = "--drain",
      paramLabel = "TIME",
      description = "How long what runs may finish when it is told to stop; 30s.")
  private String drain = "30s";

  @Option(names = "--quiet", description = "No line per invocation.")
  private boolean quiet;

  @Option(names = "--store", paramLabel = "URL", description = StoreDoor.ANY)
  private Optional<String> url = Optional.empty();

  WorkerCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = new LinkedHashMap<>();
    url.ifPresent(u -> flags.put("store", u));
    slots.ifPresent(n -> flags.put("slots", n));
    Settings settings = session.settings(flags);
    StoreDoor.requireServed(settings.store());
    WorkerOptions options =
        WorkerOptions.DEFAULT
            .withQueues(queues)
            .withBurst(burst)
            .withDrainTimeout(Lengths.parse("--drain", drain));
    Program program = program(settings);
    Thread.currentThread().setContextClassLoader(program.loader());
    program = program.withDirectTasks();
    int tasks = program.tasks().size();
    if (tasks == 0) {
      throw new UsageException(
          program.name() + " has no tasks: annotate a method with @Task (dev.heddle.Task)");
    }
    Screen screen = session.screen();
    WorkerConsole console = quiet ? null : new WorkerConsole(screen);
    WorkerListener listener = console == null ? WorkerListener.NONE : console;
    try (Heddle heddle = Heddle.builder().settings(settings).open()) {
      Heddle.setDefault(heddle); // direct calls on threads that a body starts
      Draining draining = Draining.guard(heddle, screen);
      try {
        Worker worker =
            heddle.worker(
                options
                    .withTasks(program.classes().toArray(Class<?>[]::new))
                    .withListener(listener));
        draining.begun(worker);
        screen.line(ready(worker, settings, tasks));
        worker.join();
      } finally {
        draining.end();
      }
      return Main.SUCCESS;
    } finally {
      if (console != null) {
        console.close();
      }
    }
  }

  private Program program(Settings settings) {
    if (target.isPresent()) {
      List<String> words = new ArrayList<>(List.of(target.get()));
      classPath.ifPresent(path -> words.addAll(List.of("--cp", path)));
      return Program.load(RunArguments.parse(words), settings, session.screen());
    }
    String path =
        classPath.orElseThrow(
            () ->
                new UsageException(
                    "heddle worker needs a program: heddle worker FILE.java, or --cp JAR"));
    return Program.ofTasks(ClassPath.parse(path), settings);
  }

  private String ready(Worker worker, Settings settings, int tasks) {
    return session.screen().style().bold("worker " + worker.id() + " ready")
        + "  "
        + Names.count(settings.slots(), "slot", "slots")
        + ", "
        + (queues.isEmpty() ? "all queues" : "queues " + String.join(", ", queues))
        + ", "
        + Names.count(tasks, "task", "tasks")
        + ", pid "
        + ProcessHandle.current().pid()
        + ", "
        + settings.shownStore();
  }

  /**
   * The worker's answer to a signal, and to a task that calls System.exit. It stands before the
   * worker begins, since the first body may run before whoever started the worker goes on.
   */
  private static final class Draining {
    private final Heddle heddle;
    private final Screen screen;
    private final Thread hook = new Thread(this::drain, "heddle-stop");
    private final AtomicReference<@Nullable Worker> worker = new AtomicReference<>();

    private Draining(Heddle heddle, Screen screen) {
      this.heddle = heddle;
      this.screen = screen;
    }

    static Draining guard(Heddle heddle, Screen screen) {
      Draining draining = new Draining(heddle, screen);
      Runtime.getRuntime().addShutdownHook(draining.hook);
      return draining;
    }

    void begun(Worker started) {
      worker.set(started);
    }

    private void drain() {
      EndCause cause = EndCause.find();
      if (cause.exitedIn() != null) {
        // A death, so that it counts as one: given back, the task would end worker after worker.
        screen.line(screen.style().red("error: ") + cause.text());
        Runtime.getRuntime().halt(cause.code());
      }
      SecondInterrupt.haltsAtOnce();
      Worker started = worker.get();
      int running = started == null ? 0 : started.running();
      screen.line(
          "stopping"
              + (running == 0 ? "" : ", " + Names.count(running, "body", "bodies") + " may finish")
              + "; again to end at once");
      int code = Main.SUCCESS;
      try {
        if (started != null) {
          started.close();
        }
        heddle.close(); // with a worker that was only about to begin
        screen.line("worker " + (started == null ? "" : started.id() + " ") + "stopped");
      } catch (HeddleException e) {
        screen.line("error: " + Names.message(e));
        code = Main.FAILED;
      }
      Runtime.getRuntime().halt(code);
    }

    /** It has ended by itself. Returns only if the process is not being ended meanwhile. */
    void end() throws InterruptedException {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        hook.join(); // it is at work, and will halt the process
      }
    }
  }
}
