package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.HeddleException;
import dev.heddle.executor.CurrentBody;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.store.Claimed;
import dev.heddle.store.Committer;
import dev.heddle.store.Store;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.Codecs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What all evaluations of one {@link dev.heddle.Heddle} share. Owns its threads and closes the
 * committer and the executor; the store belongs to the caller. Thread-safe.
 */
public final class Engine implements AutoCloseable {
  final Store store;
  final Committer committer;
  private final RememberedDigests digests;
  final TaskRegistry tasks;
  final Codecs codecs;
  final TaskExecutor executor;
  final InstantSource clock;
  final InlineFunction.Resolver functions = new InlineFunction.Resolver();
  final FlatFormat format;
  final IdBlock ids;

  /** Reads of the store: the loop never waits for one. One thread, so look-ups form batches. */
  final ExecutorService reader = pool("heddle-reader", 1);

  /** Reserving of ids, which must not queue behind look-ups. */
  final ExecutorService reserving = pool("heddle-ids", 1);

  /** Hashing of files, which may take long. */
  final ExecutorService fileReader = pool("heddle-files", 2);

  /** Waiting for other processes: a thread for each evaluation that does. */
  final ExecutorService watcher = Executors.newCachedThreadPool(named("heddle-watcher"));

  /** The evaluations that run; guarded by itself. */
  private final Set<Evaluation> running = new HashSet<>();

  /** How a body that an evaluation runs waits for what it ordered: it lends its slot. */
  final CurrentBody.Pause pause =
      new CurrentBody.Pause() {
        @Override
        public <T> T during(List<Long> invocations, Supplier<T> waiting) {
          return executor.withoutSlot(waiting);
        }
      };

  private boolean closed;
  private volatile Object app = this;

  /** An engine over parts that fit together; {@link dev.heddle.Heddle} makes them. */
  public Engine(
      Store store,
      Committer committer,
      RememberedDigests digests,
      TaskRegistry tasks,
      Codecs codecs,
      TaskExecutor executor,
      InstantSource clock) {
    this.store = store;
    this.tasks = tasks;
    this.codecs = codecs;
    this.executor = executor;
    this.clock = clock;
    this.committer = committer;
    this.digests = digests;
    this.format = new FlatFormat(tasks, codecs, functions);
    this.ids = new IdBlock(store, reserving, System::nanoTime);
  }

  public Store store() {
    return store;
  }

  public TaskRegistry tasks() {
    return tasks;
  }

  public Committer committer() {
    return committer;
  }

  public Codecs codecs() {
    return codecs;
  }

  public TaskExecutor executor() {
    return executor;
  }

  public InstantSource clock() {
    return clock;
  }

  /** A new id for an invocation or a worker. */
  public long newId() {
    return ids.next();
  }

  /** What runs in it belongs to this app. */
  public void belongsTo(Object newApp) {
    app = newApp;
  }

  Object app() {
    return app;
  }

  /** The form in which an expression is ordered. */
  public OrderedExpression ordered(Expr<?> root) {
    Flat flat = Flattener.flatten(root, tasks, functions);
    return new OrderedExpression(format.write(flat, null), codecs);
  }

  /**
   * The evaluation of a claimed invocation: of its expression, or of a call of its task. Nothing
   * happens before it is run.
   *
   * @throws HeddleException if what is recorded does not fit the code of today
   */
  public Evaluation evaluation(Claimed claimed, Conclusion conclusion) {
    return new Evaluation(this, new OrderedRoot(claimed, conclusion, this));
  }

  /** An evaluation of this expression; nothing happens before it is run. */
  public Evaluation evaluation(Expr<?> root, dev.heddle.RunOptions options) {
    return new Evaluation(this, new AskedRoot(root, options, this));
  }

  /** Notes that an evaluation runs, until {@link #ended}. */
  void began(Evaluation evaluation) {
    synchronized (running) {
      if (closed) {
        throw new HeddleException("This app is closed; open another one. Nothing was run.");
      }
      running.add(evaluation);
    }
  }

  void ended(Evaluation evaluation) {
    synchronized (running) {
      running.remove(evaluation);
      running.notifyAll();
    }
  }

  /**
   * Cancels what runs, so that it is recorded as cancelled, and waits until that is done: as long
   * as bodies have to return, and a little more.
   */
  private void cancelAll() {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    boolean interrupted = false;
    synchronized (running) {
      closed = true;
      running.forEach(evaluation -> evaluation.cancel("its app was closed"));
      // One that runs on this very thread, whose listener closes the app, can't end before.
      while (running.stream().anyMatch(evaluation -> !evaluation.isOnThisThread())) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          break;
        }
        try {
          running.wait(left);
        } catch (InterruptedException e) {
          interrupted = true;
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cancels what runs, commits what is pending and ends the threads, also of the executor. */
  @Override
  public void close() {
    cancelAll();
    executor.close();
    digests.close();
    committer.close();
    for (ExecutorService pool : new ExecutorService[] {reader, reserving, fileReader, watcher}) {
      pool.shutdownNow();
    }
    for (ExecutorService pool : new ExecutorService[] {reader, reserving, fileReader, watcher}) {
      try {
        pool.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static ExecutorService pool(String name, int threads) {
    return Executors.newFixedThreadPool(threads, named(name));
  }

  private static ThreadFactory named(String name) {
    return body -> {
      Thread thread = new Thread(body, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
