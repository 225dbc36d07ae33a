package dev.heddle.work;

import dev.heddle.Worker;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's stop in good order: it takes nothing new, gives back what has not begun, lets what
 * runs finish, then interrupts it; each is given back only after its body has truly returned.
 */
record Stopping(LocalWorker worker, Workshop shop, Duration drain) {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  void run() {
    LOG.info("event=worker-stopping worker={} running={}", worker.id(), worker.running());
    tell(new Change.WorkerStopping(worker.number(), worker.engine().clock().millis()));
    worker.claiming().stop();
    worker
        .places()
        .close()
        .forEach(
            attempt -> worker.ends().giveBack(attempt, "its worker was closed before it began"));
    // What waits for others might wait for what only this worker would have run.
    worker.places().held().values().stream()
        .filter(Attempt::isPausing)
        .forEach(attempt -> attempt.interrupt(Attempt.Stop.CLOSING));
    List<Attempt> left = worker.places().awaitEmpty(drain);
    if (!left.isEmpty()) {
      LOG.info("event=worker-interrupts worker={} bodies={}", worker.id(), left.size());
      left.forEach(attempt -> attempt.interrupt(Attempt.Stop.CLOSING));
      left = worker.places().awaitEmpty(LocalWorker.grace());
    }
    if (left.isEmpty()) {
      tell(new Change.WorkerLeft(worker.number(), worker.engine().clock().millis()));
    } else {
      LOG.warn(
          "event=bodies-do-not-return worker={} tasks={} consequence=they-stay-this-process's-own",
          worker.id(),
          left.stream().map(Attempt::task).toList());
    }
    shop.workers().remove(worker);
    LOG.info("event=worker-left worker={}", worker.id());
  }

  /** What can't be told now is found out by others when this process ends. */
  private void tell(Change change) {
    try {
      Answers.written(worker.engine().committer(), Fence.NONE, change);
    } catch (StoreException e) {
      LOG.warn("event=worker-change-not-recorded change={}", change, e);
    }
  }
}
