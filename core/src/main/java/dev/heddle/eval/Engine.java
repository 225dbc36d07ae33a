package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.executor.TaskExecutor;
import dev.heddle.store.Committer;
import dev.heddle.store.Store;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.Codecs;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What all evaluations of one {@link dev.heddle.Heddle} share. Owns its threads and closes the
 * committer; the store and the executor belong to the caller. Thread-safe.
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

  /** Waiting for other processes. */
  final ExecutorService watcher = pool("heddle-watcher", 1);

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
    this.ids = new IdBlock(store, reserving);
  }

  public Store store() {
    return store;
  }

  public TaskRegistry tasks() {
    return tasks;
  }

  /** An evaluation of this expression; nothing happens before it is run. */
  public Evaluation evaluation(Expr<?> root, dev.heddle.RunOptions options) {
    return new Evaluation(this, root, options);
  }

  /** Commits what is pending and ends the threads. */
  @Override
  public void close() {
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
    return Executors.newFixedThreadPool(
        threads,
        body -> {
          Thread thread = new Thread(body, name);
          thread.setDaemon(true);
          return thread;
        });
  }
}
