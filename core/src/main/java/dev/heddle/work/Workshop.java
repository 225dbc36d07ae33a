package dev.heddle.work;

import dev.heddle.Expr;
import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.InvocationGroup;
import dev.heddle.SubmitOptions;
import dev.heddle.UnknownInvocationException;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.eval.Engine;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.executor.ThreadExecutor;
import dev.heddle.expr.Call;
import dev.heddle.expr.Each;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.News;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import dev.heddle.store.Uninterrupted;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.Codec;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an app has of ordered work: it orders, waits, and employs workers. Thread-safe. Closing it
 * stops the workers and those who wait; the engine below belongs to the caller.
 */
public final class Workshop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

  private static final Duration EMBEDDED_DRAIN = Duration.ofSeconds(5);

  private final Engine engine;
  private final Object app;
  private final Orders orders;
  private final Orders rootOrders;
  private final LocalWorkers workers = new LocalWorkers();
  private final Patrol patrol;
  private final Waits waits;
  private final Submitter submitter;
  private final ExecutorService readers = Executors.newFixedThreadPool(2, daemon("heddle-look"));
  private final ExecutorService evaluators =
      Executors.newCachedThreadPool(daemon("heddle-evaluator"));
  private final ExecutorService callbacks =
      Executors.newCachedThreadPool(daemon("heddle-callback"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(daemon("heddle-timer"));
  private final Object employing = new Object();

  /** Whether a direct call is to bring a worker along that is not there yet. */
  private volatile boolean wantsEmbedded;

  private boolean closed;

  /**
   * A workshop over an engine.
   *
   * @param app what {@code Heddle.current()} answers in bodies
   */
  public Workshop(Engine engine, Object app) {
    this.engine = engine;
    this.app = app;
    this.orders = new Orders(engine, true);
    this.rootOrders = new Orders(engine, false);
    this.patrol = new Patrol(engine.store(), workers);
    this.waits = new Waits(engine.store(), patrol, readers, workers.held());
    this.submitter = new Submitter(engine, workers);
  }

  private static java.util.concurrent.ThreadFactory daemon(String name) {
    return body -> {
      Thread thread = new Thread(body, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Orders an expression; what of it is on record is reused.
   *
   * @param transaction in which to order; null for one of its own
   */
  public <R> Invocation<R> submit(
      Expr<R> expression, SubmitOptions options, @Nullable Connection transaction) {
    return submit(orders(transaction).expression(expression, options), transaction);
  }

  /**
   * Orders a call: its body runs.
   *
   * @param transaction in which to order; null for one of its own
   */
  public <R> Invocation<R> order(
      Expr<R> call, SubmitOptions options, @Nullable Connection transaction) {
    Orders making = orders(transaction);
    return submit(
        call instanceof Call<?> plain
            ? making.call(plain, options)
            : making.expression(call, options),
        transaction);
  }

  /** What is ordered in a transaction of somebody else's is nobody's child. */
  private Orders orders(@Nullable Connection transaction) {
    return transaction == null ? orders : rootOrders;
  }

  /** What was heard of ends: none of what is ordered after this has ended. */
  private long heardOfEnds() {
    return engine.store().heard(News.END);
  }

  private <R> Invocation<R> submit(Orders.Order order, @Nullable Connection transaction) {
    long since = heardOfEnds();
    long id =
        transaction == null
            ? submitter.submit(order.submission())
            : engine.store().order(transaction, List.of(order.submission())).get(0);
    return handle(order, id, since);
  }

  /**
   * Orders a call for each item.
   *
   * @param transaction in which to order; null for one of its own
   */
  public <R> InvocationGroup<R> orderEach(
      Expr<List<R>> calls, SubmitOptions options, @Nullable Connection transaction) {
    if (!(calls instanceof Each<?> each)) {
      throw new IllegalArgumentException("not a spread call: " + calls);
    }
    List<Orders.Order> all = orders(transaction).each(each, options);
    List<Submission> submissions = all.stream().map(Orders.Order::submission).toList();
    long since = heardOfEnds();
    List<Long> ids =
        transaction == null
            ? submitter.submit(submissions)
            : engine.store().order(transaction, submissions);
    List<Handle<R>> handles = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      handles.add(handle(all.get(i), ids.get(i), since));
    }
    return new Group<>(this, handles);
  }

  private <R> Handle<R> handle(Orders.Order order, long id, long since) {
    String task = order.task().name();
    return new Handle<>(
        this,
        id,
        task,
        order.submission().order().queue(),
        new Results(Ids.text(id), task, order.task(), order.result()),
        since);
  }

  // ---- direct calls ----------------------------------------------------------------------------

  /** The task of a method, as this app knows it. */
  public TaskDef define(TaskMethod method) {
    return engine.tasks().define(method);
  }

  /** The tasks this app knows. */
  public TaskRegistry tasks() {
    return engine.tasks();
  }

  /** Orders one call. */
  public Parts order(TaskDef task, List<@Nullable Object> arguments) {
    Orders.Order order = orders.call(task, arguments, SubmitOptions.NONE);
    long since = heardOfEnds();
    return new Parts(this, task, List.of(submitter.submit(order.submission()))).watched(since);
  }

  /** Orders a call for each part, which stands in the place of one argument. */
  public Parts orderParts(
      TaskDef task, List<@Nullable Object> arguments, int place, List<@Nullable Object> parts) {
    List<Orders.Order> all = orders.parts(task, arguments, place, parts);
    long since = heardOfEnds();
    return new Parts(
            this, task, submitter.submit(all.stream().map(Orders.Order::submission).toList()))
        .watched(since);
  }

  /**
   * Whether a living worker would take an order of this task. Asks the store, unless one is here.
   */
  public boolean isServed(TaskDef task) {
    NoWorker.Where where = new NoWorker.Where(task.order().queue(), task.name());
    return workers.all().stream().anyMatch(w -> w.serves(where.queue(), where.task()))
        || read(store -> NoWorker.isServed(store, where));
  }

  /** Has an embedded worker at the next direct call, and from then on. */
  public void embedWorker() {
    wantsEmbedded = true;
  }

  /** Starts the embedded worker, if one is wanted and there is none yet; it is there on return. */
  public void employ() {
    if (wantsEmbedded) {
      synchronized (employing) {
        if (wantsEmbedded) {
          // What does not end soon is given back: the program it is embedded in has ended.
          worker(WorkerOptions.DEFAULT.withDrainTimeout(EMBEDDED_DRAIN));
          wantsEmbedded = false;
        }
      }
    }
  }

  // ---- what is on record
  // -------------------------------------------------------------------------

  /**
   * A handle on an invocation on record.
   *
   * @throws UnknownInvocationException if there is none of this id
   */
  public Invocation<?> invocation(String text) {
    OptionalLong id = Ids.parse(text);
    Optional<InvocationRecord> found =
        id.isPresent() ? read(store -> store.invocation(id.getAsLong())) : Optional.empty();
    InvocationRecord record = found.orElse(null);
    QueueRecord queued = record == null ? null : record.queue();
    if (record == null || queued == null) {
      throw new UnknownInvocationException(
          "There is no ordered invocation \"" + text + "\" in " + engine.store().url());
    }
    TaskDef task = engine.tasks().byName(record.task().name()).orElse(null);
    Codec codec =
        task != null && queued.submission().expression() == null
            ? task.result()
            : engine.codecs().selfDescribed();
    return new Handle<>(
        this,
        record.id(),
        record.task().name(),
        queued.submission().order().queue(),
        new Results(text, record.task().name(), task, codec),
        Store.NOTHING_HEARD);
  }

  /** Repeats a final invocation as a new one that names it. */
  public Invocation<?> retry(String text) {
    Invocation<?> old = invocation(text);
    InvocationRecord record =
        read(store -> store.invocation(Ids.parse(text).orElseThrow())).orElseThrow();
    if (!record.state().isFinal()) {
      throw new HeddleException(
          "Invocation "
              + text
              + " of task "
              + old.task()
              + " is "
              + record.state()
              + ": only one that has ended can be repeated. Cancel it first.");
    }
    Submission again =
        java.util.Objects.requireNonNull(record.queue())
            .submission()
            .again(engine.newId(), engine.clock().millis());
    return invocation(Ids.text(submitter.submit(again)));
  }

  /** Cancels these; answers how many of them had not ended. */
  int cancel(List<Long> ids, String reason) {
    long open = open(ids);
    Answers.written(
        engine.committer(),
        Fence.NONE,
        new Change.CancelRequested(ids, reason, engine.clock().millis()));
    workers.ordered();
    waits.look(ids);
    return (int) open;
  }

  private long open(List<Long> ids) {
    return read(store -> store.states(ids)).values().stream().filter(s -> !s.isFinal()).count();
  }

  /** Starts a worker. */
  public Worker worker(WorkerOptions options) {
    boolean own = options.slots() > 0 && options.slots() != engine.executor().slots();
    TaskExecutor executor = own ? ThreadExecutor.withSlots(options.slots()) : engine.executor();
    LocalWorker worker = new LocalWorker(this, options, executor, own);
    synchronized (this) {
      if (closed) {
        throw new HeddleException("This app is closed; open another one.");
      }
      workers.add(worker);
    }
    try {
      worker.start();
    } catch (RuntimeException | Error e) {
      workers.remove(worker);
      throw e;
    }
    patrol.working();
    return worker;
  }

  /** What {@code Heddle.current()} answers in bodies. */
  public Object app() {
    return app;
  }

  Engine engine() {
    return engine;
  }

  LocalWorkers workers() {
    return workers;
  }

  Waits waits() {
    return waits;
  }

  Executor evaluators() {
    return evaluators;
  }

  Executor callbacks() {
    return callbacks;
  }

  /** Does something after a while, quickly; unless the app is closed before. */
  @SuppressWarnings("FutureReturnValueIgnored") // what it throws is logged here
  void later(long millis, Runnable work) {
    try {
      timer.schedule(() -> guarded(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.debug("event=not-done-any-more", closing);
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.error("event=timer-failed", e);
    }
  }

  /** Reads the store on a thread of its own: no virtual thread waits in a database. */
  <T> T read(Function<Store, T> reading) {
    try {
      return CompletableFuture.supplyAsync(() -> reading.apply(engine.store()), readers).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreException known) {
        throw known;
      }
      throw e;
    }
  }

  /** Stops the workers in good order, side by side, then all who wait. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    List<Thread> closers = new ArrayList<>();
    for (LocalWorker worker : workers.all()) {
      Thread closer = new Thread(worker::close, "heddle-worker-close");
      closer.start();
      closers.add(closer);
    }
    closers.forEach(Uninterrupted::join);
    patrol.close();
    waits.close();
    timer.shutdownNow();
    evaluators.shutdown();
    callbacks.shutdown();
    readers.shutdown();
  }
}
