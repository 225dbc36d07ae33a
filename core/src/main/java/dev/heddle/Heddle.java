package dev.heddle;

import dev.heddle.config.Project;
import dev.heddle.config.Settings;
import dev.heddle.direct.AppSource;
import dev.heddle.direct.DefaultApp;
import dev.heddle.eval.Engine;
import dev.heddle.eval.Evaluation;
import dev.heddle.eval.RememberedDigests;
import dev.heddle.executor.CurrentBody;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.executor.ThreadExecutor;
import dev.heddle.expr.Call;
import dev.heddle.expr.Callee;
import dev.heddle.expr.Const;
import dev.heddle.expr.Node;
import dev.heddle.store.Committer;
import dev.heddle.store.Store;
import dev.heddle.store.Stores;
import dev.heddle.task.CodeFolder;
import dev.heddle.task.CodeMemory;
import dev.heddle.task.CodeRoots;
import dev.heddle.task.CodeWalk;
import dev.heddle.task.ScriptScope;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.Callees;
import dev.heddle.value.Codecs;
import dev.heddle.value.DigestMemory;
import dev.heddle.value.FileDigests;
import dev.heddle.work.Workshop;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The way in: evaluates lazy expressions, in parallel, and remembers every result.
 *
 * <pre>{@code
 * try (Heddle heddle = Heddle.open()) {
 *   Summary year = heddle.run(lazy(Reports::year, List.of("Q1-2025", "Q2-2025")));
 * }
 * }</pre>
 *
 * <p>A value that was computed before, by the same code from the same data, is taken from the
 * store; everything else is computed and recorded. If the process is killed, the next run goes on
 * from what had finished. Thread-safe: several threads may run expressions at once. Close it to end
 * its threads and close its store.
 */
public final class Heddle extends Submits implements AutoCloseable {
  private final Settings settings;
  private final Store store;
  private final TaskRegistry tasks;
  private final TaskExecutor executor;
  private final Engine engine;
  private final Workshop workshop;
  private final RunOptions options;
  private final SubmitOptions submitOptions;
  private final @Nullable Connection transaction;
  private final boolean owner;

  private Heddle(
      Settings settings,
      Store store,
      TaskRegistry tasks,
      TaskExecutor executor,
      Engine engine,
      RunOptions options) {
    this.settings = settings;
    this.store = store;
    this.tasks = tasks;
    this.executor = executor;
    this.engine = engine;
    this.workshop = new Workshop(engine, this);
    this.options = options;
    this.submitOptions = SubmitOptions.NONE;
    this.transaction = null;
    this.owner = true;
    engine.belongsTo(workshop);
    if (settings.embeddedWorker()) {
      workshop.embedWorker();
    }
  }

  private Heddle(
      Heddle app,
      RunOptions options,
      SubmitOptions submitOptions,
      @Nullable Connection transaction) {
    this.settings = app.settings;
    this.store = app.store;
    this.tasks = app.tasks;
    this.executor = app.executor;
    this.engine = app.engine;
    this.workshop = app.workshop;
    this.options = options;
    this.submitOptions = submitOptions;
    this.transaction = transaction;
    this.owner = false;
  }

  /**
   * Opens the store of the project around the current folder: what {@code HEDDLE_STORE} or {@code
   * heddle.toml} say, else {@code .heddle/heddle.db}, which is created when absent.
   *
   * @throws HeddleException if it can't be opened, saying why and what to do
   */
  public static Heddle open() {
    return builder().open();
  }

  /** Begins to open a store with other settings than those of the project. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Evaluates an expression and returns its value when all of it is durable.
   *
   * <p>An unchecked exception of a task is rethrown as it is, with the chain of tasks as a
   * suppressed {@link TaskChainException}. An interrupt of the calling thread cancels the
   * execution.
   *
   * @throws TaskFailedException if a task threw a checked exception, which is its cause
   * @throws ExecutionCancelledException if it was cancelled
   */
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // The expression's type says what its value is.
  public <R> R run(Expr<R> expression) {
    return (R) start(expression).run();
  }

  /** An evaluation to be run by the caller, and cancelled from another thread. */
  public Evaluation start(Expr<?> expression) {
    return engine.evaluation(expression, options);
  }

  /** The same app, with these options for what it runs. Closing it closes nothing. */
  public Heddle with(RunOptions newOptions) {
    return new Heddle(this, newOptions, submitOptions, transaction);
  }

  /** The same app, with these options for what it orders. Closing it closes nothing. */
  public Heddle with(SubmitOptions newOptions) {
    return new Heddle(this, options, newOptions, transaction);
  }

  /**
   * The same app, with its orders in a transaction of the caller's: each is on record if and only
   * if that commits, and no worker sees it before. So an application that writes its own tables in
   * the store's database and orders work in one transaction has both or neither.
   *
   * <p>An invocation that is ordered so is nobody's child, also inside a body. Don't wait for its
   * result before the commit; after a rollback there is none. The connection is used by each order
   * only while it is made, on the caller's thread. Closing what this returns closes nothing.
   *
   * @param transaction a connection to the database that the store is in, not in auto-commit mode
   * @throws HeddleException on the first order, if the store is not in PostgreSQL, or in another
   *     database
   */
  @Override
  public Heddle within(Connection transaction) {
    return new Heddle(this, options, submitOptions, transaction);
  }

  /**
   * The app whose worker or evaluation runs the body on this thread.
   *
   * @throws HeddleException on a thread that runs no body
   */
  public static Heddle current() {
    CurrentBody body =
        CurrentBody.get()
            .orElseThrow(
                () ->
                    new HeddleException(
                        "No body of a task runs on this thread, so there is no current app. Open"
                            + " one with Heddle.open(), or pass it on."));
    return (Heddle) ((Workshop) body.app()).app();
  }

  /**
   * Has calls of {@link DirectTask} methods use this app, in the whole process. Without it, and
   * after null, they use one that the first of them opens as {@link #open} does, and that is closed
   * when the process ends. In a body they use that body's app, whatever is said here. Closing the
   * app ends its being the default.
   */
  public static void setDefault(@Nullable Heddle app) {
    DefaultApp.set(app == null ? null : app.workshop);
  }

  /**
   * Orders a whole expression: whichever worker claims it evaluates it. What of it is on record is
   * reused, as by {@link #run}. Durable when this returns.
   *
   * @throws ExpressionException if it holds inline functions, which nobody could find again
   */
  @Override
  public <R> Invocation<R> submit(Expr<R> expression) {
    return workshop.submit(expression, submitOptions, transaction);
  }

  /**
   * Orders a task that is known by its method, for tools.
   *
   * @param arguments in the order of its parameters, what is injected left out
   */
  public Invocation<?> submit(TaskMethod task, List<? extends @Nullable Object> arguments) {
    List<Node<?>> nodes = new ArrayList<>();
    arguments.forEach(argument -> nodes.add(new Const<>(argument)));
    return order(new Call<>(task, nodes, CallOptions.NONE));
  }

  @Override
  <R> Invocation<R> order(Expr<R> call) {
    return workshop.order(call, submitOptions, transaction);
  }

  @Override
  <R> InvocationGroup<R> orderEach(Expr<List<R>> calls) {
    return workshop.orderEach(calls, submitOptions, transaction);
  }

  /**
   * A handle on an invocation by its id.
   *
   * @throws UnknownInvocationException if there is no such ordered invocation on record
   */
  public Invocation<?> invocation(String id) {
    return workshop.invocation(id);
  }

  /**
   * Orders a final invocation again, as a new one that names the old.
   *
   * @throws UnknownInvocationException if there is no such ordered invocation on record
   * @throws HeddleException if it has not ended
   */
  public Invocation<?> retry(String id) {
    return workshop.retry(id);
  }

  /** Starts a worker in this process. Closing it, or this app, stops it in good order. */
  public Worker worker(WorkerOptions workerOptions) {
    return workshop.worker(workerOptions);
  }

  /** The options in force. */
  public RunOptions options() {
    return options;
  }

  /** The settings in force, each with where it came from. */
  public Settings settings() {
    return settings;
  }

  /** The store, for reading. */
  public Store store() {
    return store;
  }

  /** The tasks known so far. */
  public TaskRegistry tasks() {
    return tasks;
  }

  /**
   * Stops its workers in good order, cancels what still runs, commits what is pending, ends all
   * threads, and closes the store.
   */
  @Override
  public void close() {
    if (owner) {
      DefaultApp.unset(workshop);
      try {
        workshop.close();
      } finally {
        try {
          engine.close();
        } finally {
          store.close();
        }
      }
    }
  }

  /** How to open. What is not set here comes from flags, environment, {@code heddle.toml}. */
  public static final class Builder {
    private final List<ValueCodec<?>> codecs = new ArrayList<>();
    private @Nullable Settings settings;
    private @Nullable Store store;
    private @Nullable String url;
    private @Nullable Path root;
    private int slots;
    private boolean embeddedWorker;
    private InstanceProvider instances = new Constructors();
    private RunOptions options = RunOptions.DEFAULT;
    private @Nullable Clock clock;

    private Builder() {}

    /**
     * The store's URL: {@code memory:}, {@code sqlite:PATH} or {@code
     * postgresql://USER:PASSWORD@HOST:PORT/DATABASE?schema=heddle}.
     */
    public Builder store(String storeUrl) {
      this.url = storeUrl;
      return this;
    }

    /** A store that is open already; closing the app closes it. */
    public Builder store(Store open) {
      this.store = open;
      return this;
    }

    /** The project's root: where {@code .heddle/} is, and what paths are relative to. */
    public Builder root(Path folder) {
      this.root = folder;
      return this;
    }

    /** How many bodies may run at once. */
    public Builder slots(int bodies) {
      if (bodies < 1) {
        throw new IllegalArgumentException("slots must be at least 1, not " + bodies);
      }
      this.slots = bodies;
      return this;
    }

    /**
     * Has direct calls that use this app be carried out in this process too, by a worker that the
     * first of them starts, with as many slots as the app has.
     */
    public Builder embeddedWorker() {
      this.embeddedWorker = true;
      return this;
    }

    /**
     * How values of a type that is not built in are recorded. A codec may also be provided as a
     * service ({@code META-INF/services/dev.heddle.ValueCodec}): then the command line, the weaver
     * and every app of the program know it. One that is given here goes before it.
     */
    public Builder codec(ValueCodec<?> codec) {
      codecs.add(codec);
      return this;
    }

    /** Where the receivers of instance tasks come from; default: their no-argument constructor. */
    public Builder instances(InstanceProvider provider) {
      this.instances = provider;
      return this;
    }

    /** Options for what it runs, unless {@link Heddle#with} says otherwise. */
    public Builder options(RunOptions runOptions) {
      this.options = runOptions;
      return this;
    }

    /** The clock that times are recorded by; by default the store's. */
    public Builder clock(Clock source) {
      this.clock = source;
      return this;
    }

    /** All settings at once, resolved by the caller. */
    public Builder settings(Settings resolved) {
      this.settings = resolved;
      return this;
    }

    /**
     * Opens it.
     *
     * @throws HeddleException if the store can't be opened, saying why and what to do
     */
    public Heddle open() {
      Settings resolved = resolve();
      Path home = resolved.project().home();
      Store opened = store != null ? store : Stores.open(resolved.store(), home);
      try {
        return assemble(resolved, opened, home);
      } catch (RuntimeException | Error e) {
        opened.close();
        throw e;
      }
    }

    private Settings resolve() {
      if (settings != null) {
        return settings;
      }
      Project project = Project.find(root == null ? Path.of("") : root);
      Settings.Builder levels = Settings.of(project).environment(System.getenv()).properties();
      if (url != null) {
        levels.code("store", url);
      }
      if (slots > 0) {
        levels.code("slots", slots);
      }
      if (embeddedWorker) {
        levels.code("embedded-worker", true);
      }
      return levels.resolve();
    }

    private Heddle assemble(Settings resolved, Store opened, Path home) {
      Committer committer = new Committer(opened);
      InstantSource dating = clock == null ? opened.clock() : clock;
      RememberedDigests digests = new RememberedDigests(opened, committer, dating);
      AtomicReference<@Nullable TaskRegistry> registry = new AtomicReference<>();
      Codecs known = codecs(resolved, digests, registry);
      boolean kept = !opened.url().startsWith("memory:");
      TaskRegistry tasks = registry(resolved, known, memory(kept, home), registry);
      TaskExecutor executor = ThreadExecutor.withSlots(resolved.slots());
      Engine engine = new Engine(opened, committer, digests, tasks, known, executor, dating);
      RunOptions effective =
          options
              .withUseCache(options.useCache() && resolved.cache())
              .withKeepGoing(options.keepGoing() || resolved.keepGoing());
      return new Heddle(resolved, opened, tasks, executor, engine, effective);
    }

    private Codecs codecs(
        Settings resolved, DigestMemory digests, AtomicReference<@Nullable TaskRegistry> registry) {
      return new Codecs(
          allCodecs(),
          // Files are dated by this host.
          new FileDigests(
              resolved.project().root(), digests, clock == null ? InstantSource.system() : clock),
          name -> tasks(registry).permittedClass(name),
          known(registry));
    }

    /** Those given, and those that the program provides as services for other types. */
    private List<ValueCodec<?>> allCodecs() {
      List<ValueCodec<?>> all = new ArrayList<>(codecs);
      try {
        for (ValueCodec<?> provided : ServiceLoader.load(ValueCodec.class)) {
          if (codecs.stream().noneMatch(given -> given.type() == provided.type())) {
            all.add(provided);
          }
        }
      } catch (ServiceConfigurationError e) {
        throw new HeddleException("A ValueCodec that is provided as a service fails: " + e, e);
      }
      return all;
    }

    private TaskRegistry registry(
        Settings resolved,
        Codecs known,
        CodeMemory memory,
        AtomicReference<@Nullable TaskRegistry> registry) {
      CodeRoots roots =
          new CodeRoots(
              resolved.codeInclude(), resolved.codeExclude(), ScriptScope.class::isInstance);
      TaskRegistry tasks =
          new TaskRegistry(known, new CodeWalk(roots, memory), instances, resolved::task);
      registry.set(tasks);
      return tasks;
    }

    private static CodeMemory memory(boolean kept, Path home) {
      return kept ? new CodeFolder(home.resolve("cache").resolve("code")) : CodeMemory.none();
    }

    /** Tasks with nothing behind them that could carry them out. */
    TaskRegistry bareTasks(boolean remembering) {
      Settings resolved = resolve();
      AtomicReference<@Nullable TaskRegistry> registry = new AtomicReference<>();
      Codecs known = codecs(resolved, DigestMemory.inMemory(), registry);
      Path home = resolved.project().home();
      boolean kept = remembering && !resolved.store().startsWith("memory:");
      return registry(resolved, known, memory(kept, home), registry);
    }

    private static Callees known(AtomicReference<@Nullable TaskRegistry> registry) {
      return new Callees() {
        @Override
        public Optional<Callee> byName(String name) {
          return tasks(registry).byName(name).map(TaskDef::method);
        }

        @Override
        public void meet(Callee callee) {
          tasks(registry).define((TaskMethod) callee);
        }
      };
    }

    private static TaskRegistry tasks(AtomicReference<@Nullable TaskRegistry> registry) {
      return Objects.requireNonNull(registry.get(), "the registry is set before any value is read");
    }
  }

  /** For the service loader: what direct calls use when the program has set no app. */
  public static final class OpenedByDefault implements AppSource {
    /** For the service loader. */
    public OpenedByDefault() {}

    @Override
    public Workshop open() {
      AtomicReference<@Nullable Heddle> opened = new AtomicReference<>();
      Thread hook = new Thread(() -> close(opened.get()), "heddle-default-close");
      try {
        Runtime.getRuntime().addShutdownHook(hook); // first: an app that is open is closed
      } catch (IllegalStateException ending) {
        throw new HeddleException(
            "This process is ending, and its default app is closed: no direct call can be carried"
                + " out any more.",
            ending);
      }
      Heddle app = Heddle.open();
      opened.set(app);
      return app.workshop;
    }

    private static void close(@Nullable Heddle app) {
      if (app != null) {
        app.close();
      }
    }

    @Override
    public TaskRegistry tasks(boolean remembering) {
      return builder().bareTasks(remembering);
    }
  }

  /** Makes each service once, by its constructor without parameters. */
  private static final class Constructors implements InstanceProvider {
    private final ConcurrentHashMap<Class<?>, Optional<Object>> made = new ConcurrentHashMap<>();

    @Override
    public <T> T get(Class<T> type) {
      return type.cast(made.computeIfAbsent(type, Constructors::make).orElseThrow());
    }

    private static Optional<Object> make(Class<?> type) {
      try {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return Optional.of(constructor.newInstance());
      } catch (NoSuchMethodException e) {
        throw new HeddleException(
            type.getName()
                + " has instance tasks but no constructor without parameters. Make its tasks"
                + " static, make it a record, or give Heddle.builder().instances(…) a provider.",
            e);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new HeddleException("No instance of " + type.getName() + " could be made: " + e, e);
      }
    }
  }
}
