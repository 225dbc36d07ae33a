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

  @Option(names = "--store", paramLabel = "URL", description = "sqlite:PATH or memory:")
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
    program.checkDirectTasks();
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
      Worker worker =
          heddle.worker(
              options.withTasks(program.classes().toArray(Class<?>[]::new)).withListener(listener));
      screen.line(ready(worker, settings, tasks));
      Draining draining = Draining.guard(worker, heddle, screen);
      try {
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
        + settings.store();
  }

  /** The worker's answer to a signal, and to a task that calls System.exit. */
  private static final class Draining {
    private final Thread hook;

    private Draining(Thread hook) {
      this.hook = hook;
    }

    static Draining guard(Worker worker, Heddle heddle, Screen screen) {
      Thread hook = new Thread(() -> drain(worker, heddle, screen), "heddle-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      return new Draining(hook);
    }

    private static void drain(Worker worker, Heddle heddle, Screen screen) {
      EndCause cause = EndCause.find();
      if (cause.exitedIn() != null) {
        // A death, so that it counts as one: given back, the task would end worker after worker.
        screen.line(screen.style().red("error: ") + cause.text());
        Runtime.getRuntime().halt(cause.code());
      }
      SecondInterrupt.haltsAtOnce();
      int running = worker.running();
      screen.line(
          "stopping"
              + (running == 0 ? "" : ", " + Names.count(running, "body", "bodies") + " may finish")
              + "; again to end at once");
      int code = Main.SUCCESS;
      try {
        worker.close();
        heddle.close();
        screen.line("worker " + worker.id() + " stopped");
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
