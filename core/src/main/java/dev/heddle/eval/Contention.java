package dev.heddle.eval;

import dev.heddle.InvocationState;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.News;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Calls that another live execution computes right now (PROTOCOL §2). They wait until the store
 * says that its invocation is over, or has come to an expression, and are then looked up again; so
 * they contend again if it ended without a result: by failure, cancellation or death.
 *
 * <p>Who waits only reads. If it tried to start the call at each change of the store, each try
 * would be a change itself, and two who wait would keep each other busy for as long as the body
 * runs. Confined to the loop, but for the waiting itself.
 */
final class Contention {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Engine engine;
  private final Evaluation evaluation;
  private final Map<CallCell, Outcome.InFlight> holders = new ConcurrentHashMap<>();
  private boolean watching;
  private volatile boolean closed;

  Contention(Engine engine, Evaluation evaluation) {
    this.engine = engine;
    this.evaluation = evaluation;
  }

  void add(CallCell call, Outcome.InFlight holder) {
    holders.put(call, holder);
    watch();
  }

  boolean isEmpty() {
    return holders.isEmpty();
  }

  void clear() {
    holders.clear();
  }

  void close() {
    closed = true;
  }

  private void watch() {
    if (!watching) {
      watching = true;
      engine.watcher.execute(this::waitForAnEnd);
    }
  }

  /** On a thread of the watcher. */
  private void waitForAnEnd() {
    try {
      List<CallCell> over = over();
      long looked = System.nanoTime();
      long heard = Store.NOTHING_HEARD;
      while (over.isEmpty() && !closed && !holders.isEmpty()) {
        heard = engine.store.await(News.CHANGE, heard, TimeUnit.NANOSECONDS.toMillis(LOOK_NANOS));
        if (System.nanoTime() - looked >= LOOK_NANOS) {
          // However much stirs: the owner may be dead, and only this frees its key.
          engine.store.recover();
          looked = System.nanoTime();
        }
        over = over();
      }
      List<CallCell> again = over;
      evaluation.post(() -> lookUpAgain(again));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The engine is closing, and cancels the evaluation.
    } catch (Throwable t) {
      evaluation.post(() -> evaluation.breakWith(t));
    }
  }

  private List<CallCell> over() {
    List<CallCell> over = new ArrayList<>();
    holders.forEach(
        (call, holder) -> {
          if (isOver(call, holder)) {
            over.add(call);
          }
        });
    return over;
  }

  private boolean isOver(CallCell call, Outcome.InFlight holder) {
    Store store = engine.store;
    long id = holder.invocation();
    return store.invocation(id).map(i -> i.state() != InvocationState.RUNNING).orElse(true)
        || (!call.known.contains(id) && !store.nodes(List.of(id)).isEmpty())
        || store
            .execution(holder.execution())
            .map(e -> e.state() != ExecutionState.RUNNING)
            .orElse(true);
  }

  private void lookUpAgain(List<CallCell> over) {
    watching = false;
    if (closed || evaluation.isStopping()) {
      return;
    }
    for (CallCell call : over) {
      if (holders.remove(call) != null) {
        evaluation.lookUpAgain(call);
      }
    }
    if (!holders.isEmpty()) {
      watch();
    }
  }
}
