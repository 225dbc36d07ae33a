package dev.heddle.eval;

import org.jspecify.annotations.Nullable;

/**
 * A cell that needs all of several others. It fails as soon as one fails; but where its failure may
 * be caught, it waits for all and fails with the first in order, since which is caught must not
 * depend on which came first (law 7).
 */
abstract class Gathering extends Cell {
  private final boolean patient;
  private int missing;
  private int failedSlot = Integer.MAX_VALUE;
  private @Nullable Failure failed;

  Gathering(boolean patient) {
    this.patient = patient;
  }

  /** Fails with this, now or when all have settled. */
  final void failed(Failure failure, int slot, Evaluation evaluation) {
    if (!patient) {
      fail(failure, evaluation);
    } else if (slot < failedSlot) {
      failedSlot = slot;
      failed = failure;
    }
  }

  /** Whether it has failed; called when all have settled, for what was put off till then. */
  final boolean hasFailed(Evaluation evaluation) {
    if (failed != null) {
      fail(failed, evaluation);
    }
    return isSettled();
  }

  /** Asks for the nodes; {@link #gathered} follows when all have values. */
  final void gather(Frame frame, Evaluation evaluation, int[]... groups) {
    for (int[] group : groups) {
      missing += group.length;
    }
    if (missing == 0) {
      gathered(evaluation);
      return;
    }
    int slot = 0;
    for (int[] group : groups) {
      for (int index : group) {
        frame.demand(index, evaluation).tell(this, slot++, evaluation);
      }
    }
  }

  @Override
  void settled(Cell dependency, int slot, Evaluation evaluation) {
    Failure failure = dependency.failure();
    if (failure != null) {
      failed(failure, slot, evaluation);
    }
    if (--missing == 0 && !hasFailed(evaluation)) {
      gathered(evaluation);
    }
  }

  abstract void gathered(Evaluation evaluation);

  static Val[] values(Frame frame, int[] indices, Evaluation evaluation) {
    Val[] values = new Val[indices.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = frame.demand(indices[i], evaluation).value();
    }
    return values;
  }
}
