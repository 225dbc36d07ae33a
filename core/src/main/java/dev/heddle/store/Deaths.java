package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.store.Executions.Execution;
import dev.heddle.store.Workers.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What becomes of the things a client of a {@link Memory} owned: in good order when it closes, and
 * by recovery when it died. A client is a process here.
 */
final class Deaths {
  private final OrderBook book;
  private final Workers workers;
  private final Executions executions;
  private final Course course;

  /** Clients that died and were not noticed yet. */
  private final Set<Object> dead = new LinkedHashSet<>();

  Deaths(OrderBook book, Workers workers, Executions executions, Course course) {
    this.book = book;
    this.workers = workers;
    this.executions = executions;
    this.course = course;
  }

  void died(Object client) {
    dead.add(client);
  }

  void closed(Object client, long at) {
    for (Worker worker : workers.hereOf(client)) {
      course.giveBackAll(worker, "its worker left", at);
      worker.end(WorkerState.LEFT, at);
    }
    interrupt(client, at);
  }

  Recovery recover(long at) {
    if (dead.isEmpty()) {
      return Recovery.NONE;
    }
    List<Long> buried = new ArrayList<>();
    List<Recovery.Taken> taken = new ArrayList<>();
    List<Long> interrupted = new ArrayList<>();
    for (Object client : dead) {
      List<Worker> its = workers.hereOf(client);
      its.forEach(worker -> buried.add(worker.joined.worker()));
      take(its, taken, at);
      its.forEach(worker -> worker.end(WorkerState.DEAD, at));
      interrupted.addAll(interrupt(client, at));
    }
    dead.clear();
    return new Recovery(List.copyOf(buried), List.copyOf(taken), List.copyOf(interrupted));
  }

  private void take(List<Worker> its, List<Recovery.Taken> taken, long at) {
    List<Ordered> owned = new ArrayList<>();
    its.forEach(worker -> owned.addAll(worker.owned.values()));
    owned.sort(Comparator.comparing(Ordered::id));
    long running = owned.stream().filter(o -> o.state == InvocationState.RUNNING).count();
    for (Ordered ordered : owned) {
      if (!ordered.isLive()) {
        continue; // cancelled just now, with its parent that died once too often
      }
      long worker = ordered.owner;
      ordered.epoch++;
      if (ordered.state != InvocationState.RUNNING) {
        course.giveBack(ordered, "its worker died before its body ran", at);
      } else if (running == 1) {
        ordered.deaths.add(worker);
        countDeath(ordered, at);
      } else {
        ordered.sharedDeaths++;
        course.giveBack(ordered, "its worker died with " + running + " bodies running", at);
      }
      taken.add(new Recovery.Taken(ordered.id(), worker, ordered.state));
    }
  }

  private void countDeath(Ordered ordered, long at) {
    int most = ordered.submission.order().maxRecoveries();
    String why = "its worker died, death " + ordered.deaths.size() + " of " + most;
    if (ordered.deaths.size() < most) {
      course.giveBack(ordered, why, at);
    } else {
      StoredError lost = WorkerLost.error(List.copyOf(ordered.deaths));
      course.endForced(ordered, InvocationState.FAILED, lost, why, at);
    }
  }

  /** Ends its executions, but for those of invocations that go on elsewhere. */
  private List<Long> interrupt(Object client, long at) {
    List<Long> interrupted = new ArrayList<>();
    for (Execution execution : executions.all().values()) {
      if (execution.client != client || !execution.isRunning()) {
        continue;
      }
      executions.freeAll(execution.id());
      if (book.live(execution.id()) == null) {
        executions.giveUp(execution, ExecutionState.INTERRUPTED, StoredError.PROCESS_ENDED, at);
        interrupted.add(execution.id());
      }
    }
    return interrupted;
  }
}
