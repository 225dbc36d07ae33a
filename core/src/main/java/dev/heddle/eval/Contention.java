package dev.heddle.eval;

import dev.heddle.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls that another live execution computes right now (PROTOCOL §2). They wait for its result, and
 * contend again if it ends without one: by failure, cancellation or death. Confined to the loop,
 * but for the waiting itself.
 */
final class Contention {
  private static final long LOOK_MILLIS = 200;

  private final Engine engine;
  private final Evaluation evaluation;
  private List<CallCell> calls = new ArrayList<>();
  private boolean watching;
  private volatile boolean closed;

  Contention(Engine engine, Evaluation evaluation) {
    this.engine = engine;
    this.evaluation = evaluation;
  }

  void add(CallCell call) {
    calls.add(call);
    if (!watching) {
      watching = true;
      engine.watcher.execute(this::watch);
    }
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  void clear() {
    calls.clear();
  }

  void close() {
    closed = true;
  }

  /** Waits for a sign of change, on the watcher's thread. */
  private void watch() {
    long begun = System.nanoTime();
    try {
      if (!closed) {
        engine.store.awaitChange(LOOK_MILLIS);
      }
      if (System.nanoTime() - begun >= TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS)) {
        engine.store.recover(); // Nothing stirs: the owner may be dead, and then the key is free.
      }
    } catch (InterruptedException e) {
      return; // The engine is closing.
    } catch (StoreException e) {
      evaluation.post(() -> evaluation.breakWith(e));
      return;
    }
    evaluation.post(this::again);
  }

  /** Looks all of them up again; those still computed elsewhere come back. */
  private void again() {
    watching = false;
    List<CallCell> waited = calls;
    calls = new ArrayList<>();
    if (!closed && !evaluation.isStopping()) {
      for (CallCell call : waited) {
        call.lookedUpTwice = true;
        evaluation.lookUp(call);
      }
    }
  }
}
