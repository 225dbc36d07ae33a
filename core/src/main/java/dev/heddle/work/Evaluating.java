package dev.heddle.work;

import dev.heddle.eval.Engine;
import dev.heddle.eval.Evaluation;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Submission;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at an invocation whose value is an expression: an evaluation under the invocation's
 * fence. It only waits, so it holds no slot; the bodies it asks for take one each.
 */
final class Evaluating extends Attempt {
  private final LocalWorker worker;
  private @Nullable Evaluation evaluation;
  private volatile @Nullable Change told;

  Evaluating(Claimed claimed, Engine engine, LocalWorker worker) {
    super(claimed, engine, worker);
    this.worker = worker;
  }

  @Override
  public void run() {
    begin();
    try {
      Evaluation mine = engine.evaluation(claimed, this::changes);
      synchronized (this) {
        evaluation = mine;
        if (stop() != Stop.NONE) {
          mine.cancel(reason(stop()));
        }
      }
      mine.runForReport();
    } catch (Throwable t) {
      // On record already, or, if nothing could be recorded, given back when its worker notices.
      worker.evaluationFailed(this, t);
    }
    finish();
    Change end = told;
    if (end != null) {
      worker.ends().evaluated(this, end);
    }
    worker.returned(this, 0);
  }

  @Override
  void interrupt(Stop why) {
    super.interrupt(why);
    synchronized (this) {
      if (evaluation != null) {
        evaluation.cancel(reason(why));
      }
    }
  }

  /** An evaluation gives its own bodies up, and then ends. */
  @Override
  void giveUp() {}

  private static String reason(Stop why) {
    return switch (why) {
      case TIMEOUT -> "it took longer than its timeout";
      case CLOSING -> "its worker was closed";
      default -> "it was cancelled";
    };
  }

  /** The end of the execution and of the invocation, as one set. */
  private List<Change> changes(
      Change.ExecutionEnded ended, @Nullable CallNode node, @Nullable Throwable error) {
    markTold();
    Submission order = claimed.submission();
    Change end =
        ended.state() == ExecutionState.SUCCEEDED && node != null
            ? succeeded(order.task(), order.key(), false, node)
            : failed(error == null ? new IllegalStateException("no result") : error);
    told = end;
    if (end == null) {
      return List.of();
    }
    // What is tried again, or given back, goes on as the same execution.
    return end instanceof Change.RetryPlanned || end instanceof Change.GivenBack
        ? List.of(end)
        : List.of(ended, end);
  }
}
