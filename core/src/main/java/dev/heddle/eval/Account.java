package dev.heddle.eval;

import dev.heddle.ExecutionListener;
import dev.heddle.ExecutionListener.Kind;
import dev.heddle.store.Ids;
import dev.heddle.store.Totals;
import dev.heddle.task.TaskDef;
import dev.heddle.value.StoredValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what happens and tells the listener. Confined to the loop. */
final class Account {
  private static final Logger LOG = LoggerFactory.getLogger(Account.class);

  private final ExecutionListener listener;
  private long run;
  private final Reused reused = new Reused();

  /** Of those, the ones that are rows of this execution all the same. */
  private final Map<String, Long> replayed = new HashMap<>();

  private long failed;
  private long cancelled;

  Account(ExecutionListener listener) {
    this.listener = listener;
  }

  private record Event(
      Kind kind,
      String id,
      TaskDef called,
      StoredValue[] values,
      long calls,
      double millis,
      @Nullable Throwable error)
      implements ExecutionListener.InvocationEvent {
    @Override
    public String task() {
      return called.name();
    }

    @Override
    public List<String> arguments() {
      return Calls.arguments(called, values);
    }
  }

  Reused reused() {
    return reused;
  }

  Totals totals() {
    return new Totals(run, reused.total(), failed, cancelled);
  }

  void started(String execution) {
    guarded(() -> listener.executionStarted(execution));
  }

  void startedBody(CallCell call) {
    tell(Kind.STARTED, call, call.id, 1, 0, null);
  }

  void ran(CallCell call) {
    run++;
    tell(Kind.RAN, call, call.id, 1, call.bodyMillis, null);
  }

  /** What the record answered, by task; it was not told call by call, as rows are. */
  Map<String, Long> answered() {
    Map<String, Long> answered = new HashMap<>(reused.byTask());
    replayed.forEach((task, rows) -> answered.merge(task, -rows, Long::sum));
    answered.values().removeIf(calls -> calls <= 0);
    return answered;
  }

  /** A hit, standing for {@code calls} invocations; a row of this execution, if it has its id. */
  void cached(CallCell call, long node, int calls) {
    if (node == call.id) {
      replayed.merge(call.task.name(), 1L, Long::sum);
    }
    reused.add(call.task.name(), node, calls);
    tell(Kind.CACHED, call, node, calls, 0, null);
  }

  void failed(CallCell call, Throwable error) {
    if (call.expression != null && call.replayed == null) {
      run--; // It was counted when its body returned an expression; now it counts as failed.
    }
    failed++;
    tell(Kind.FAILED, call, call.id, 1, call.bodyMillis, error);
  }

  void cancelled(CallCell call) {
    if (call.expression != null && call.replayed == null) {
      run--;
    }
    cancelled++;
    tell(Kind.CANCELLED, call, call.id, 1, call.bodyMillis, null);
  }

  void ended(ExecutionListener.ExecutionReport report) {
    guarded(() -> listener.executionEnded(report));
  }

  private void tell(
      Kind kind, CallCell call, long id, long calls, double millis, @Nullable Throwable error) {
    if (listener != ExecutionListener.NONE) {
      Event event =
          new Event(kind, Ids.text(id), call.task, call.arguments(), calls, millis, error);
      guarded(() -> listener.invocation(event));
    }
  }

  private static void guarded(Runnable told) {
    try {
      told.run();
    } catch (RuntimeException | Error e) {
      LOG.warn("An execution listener threw, which is ignored", e);
    }
  }
}
