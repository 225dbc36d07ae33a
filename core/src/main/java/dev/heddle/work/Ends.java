package dev.heddle.work;

import dev.heddle.HeddleException;
import dev.heddle.InvocationState;
import dev.heddle.Worker;
import dev.heddle.WorkerListener;
import dev.heddle.eval.Engine;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.Ids;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store what attempts came to, and those who wait in this process. A store that can't
 * take an end now may take it in a moment, and nobody else has the invocation: so it is told again.
 */
final class Ends {
  /** How often an end is told to a store that fails, over three seconds. */
  private static final int TRIES = 5;

  /** How often the store may fail under the bodies of one invocation before it fails with that. */
  private static final int STORE_FAILURES = 3;

  /** Of a set that is told once, and by no number. */
  private static final long NO_NUMBER = 0;

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final Workshop shop;
  private final Engine engine;
  private final Places places;
  private final WorkerListener listener;
  private final Map<Long, Integer> storeFailures = new ConcurrentHashMap<>();

  Ends(Workshop shop, Places places, WorkerListener listener) {
    this.shop = shop;
    this.engine = shop.engine();
    this.places = places;
    this.listener = listener;
  }

  /** Tells it; the attempt is held until the store has answered. */
  void tell(Attempt attempt, Change end) {
    tell(attempt, end, 0);
  }

  /**
   * Tells it by the commit of what the body has done in the store's database. Where that fails, the
   * body has done nothing, and runs again a few times; if it was committed and only the answer was
   * lost, the store refuses to hear of it.
   */
  void tell(Attempt attempt, Change end, StoreTransaction transaction) {
    Outcome outcome;
    try {
      outcome = transaction.commit(new ChangeSet(NO_NUMBER, attempt.fence(), List.of(end)));
    } catch (StoreException e) {
      String why = "its transaction could not be committed: " + e.getMessage();
      Change again = new Change.GivenBack(attempt.id(), why, engine.clock().millis());
      Change told = mayTryAgain(attempt) ? again : attempt.failed(new HeddleException(why, e));
      tell(attempt, told == null ? again : told, 0);
      return;
    }
    told(attempt, end, outcome, TRIES + 1);
  }

  private void tell(Attempt attempt, Change end, int failures) {
    try {
      engine
          .committer()
          .submit(attempt.fence(), List.of(end), outcome -> told(attempt, end, outcome, failures));
    } catch (StoreException closed) {
      LOG.warn(
          "event=end-not-recorded invocation={} task={} reason=\"its app was closed before it"
              + " returned\" consequence=it-will-run-again",
          Ids.text(attempt.id()),
          attempt.task());
      places.forget(attempt);
    }
  }

  private void told(Attempt attempt, Change end, Outcome outcome, int failures) {
    if (outcome instanceof Outcome.Rejected rejected) {
      LOG.info(
          "event=late-result-rejected invocation={} task={} reason=\"{}\"",
          Ids.text(attempt.id()),
          attempt.task(),
          rejected.reason());
    } else if (outcome instanceof Outcome.Errored errored) {
      if (isToldAgain(attempt, end, errored.error(), failures)) {
        return;
      }
      LOG.error(
          "event=end-not-recorded invocation={} task={} consequence=it-will-run-again",
          Ids.text(attempt.id()),
          attempt.task(),
          errored.error());
    }
    ended(attempt, end, outcome);
  }

  /** In the end its result itself may be the reason; that it failed can be told. */
  private boolean isToldAgain(Attempt attempt, Change end, StoreException error, int failures) {
    if (error instanceof FatalStoreException || failures > TRIES) {
      return false;
    }
    @Nullable Change next = end;
    if (failures == TRIES) {
      next = end instanceof Change.Succeeded ? attempt.unrecordable(error) : null;
    }
    if (next == null) {
      return false;
    }
    Change told = next;
    shop.later(50L << failures, () -> tell(attempt, told, failures + 1));
    return true;
  }

  private void ended(Attempt attempt, Change end, Outcome outcome) {
    if (!(end instanceof Change.GivenBack)) {
      storeFailures.remove(attempt.id());
    }
    // Those who wait are told before it is let go: as long as it is held, they ask nobody else.
    if (outcome instanceof Outcome.Applied) {
      tellWaiting(attempt, end);
      if (listener != WorkerListener.NONE) {
        tellListener(attempt, end);
      }
    }
    places.forget(attempt);
    if (!(outcome instanceof Outcome.Applied)) {
      shop.waits().look(List.of(attempt.id()));
    }
  }

  /** Evaluations tell their end themselves. */
  void evaluated(Attempt attempt, Change end) {
    if (listener != WorkerListener.NONE) {
      tellListener(attempt, end);
    }
  }

  private void tellListener(Attempt attempt, Change end) {
    try {
      listener.ended(attempt.asEnded(end));
    } catch (RuntimeException | Error e) {
      LOG.error("event=listener-failed invocation={}", Ids.text(attempt.id()), e);
    }
  }

  private void tellWaiting(Attempt attempt, Change end) {
    if (end instanceof Change.Succeeded success) {
      shop.waits()
          .ended(attempt.id(), new End(InvocationState.SUCCEEDED, success.node().result(), null));
    } else if (end instanceof Change.Failed failure) {
      shop.waits().ended(attempt.id(), new End(InvocationState.FAILED, null, failure.error()));
    }
  }

  /** Whether an attempt under which the store failed is made again. */
  boolean mayTryAgain(Attempt attempt) {
    return storeFailures.merge(attempt.id(), 1, Integer::sum) <= STORE_FAILURES;
  }

  /** Gives back one whose body does not run. */
  void giveBack(Attempt attempt, String reason) {
    attempt.markTold();
    tell(attempt, new Change.GivenBack(attempt.id(), reason, engine.clock().millis()));
  }
}
