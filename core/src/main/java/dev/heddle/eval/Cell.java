package dev.heddle.eval;

import org.jspecify.annotations.Nullable;

/**
 * Something that will have a value or a failure: a node of an expression, or a call. Confined to
 * the loop of one {@link Evaluation}. A cell that settles does not call those who wait for it: it
 * hands them to the loop, so that no chain of cells, however long, recurses.
 */
abstract class Cell {
  private @Nullable Val value;
  private @Nullable Failure failure;
  private @Nullable Waiter waiters;

  /** Who waits, and as which of its dependencies. */
  private record Waiter(Cell cell, int slot, @Nullable Waiter next) {}

  /** Begins to evaluate: called once, by the loop, after the cell was first asked for. */
  abstract void start(Evaluation evaluation);

  /** Called by the loop when a cell this one waits for has settled. */
  abstract void settled(Cell dependency, int slot, Evaluation evaluation);

  final boolean isSettled() {
    return value != null || failure != null;
  }

  final boolean succeeded() {
    return value != null;
  }

  final Val value() {
    Val known = value;
    if (known == null) {
      throw new IllegalStateException("not settled with a value");
    }
    return known;
  }

  final @Nullable Failure failure() {
    return failure;
  }

  /** Settles as another cell has. */
  final void follow(Cell dependency, Evaluation evaluation) {
    Failure itsFailure = dependency.failure();
    if (itsFailure != null) {
      fail(itsFailure, evaluation);
    } else {
      succeed(dependency.value(), evaluation);
    }
  }

  final void succeed(Val settledWith, Evaluation evaluation) {
    if (!isSettled()) {
      value = settledWith;
      tellWaiters(evaluation);
    }
  }

  final void fail(Failure settledWith, Evaluation evaluation) {
    if (!isSettled()) {
      failure = settledWith;
      tellWaiters(evaluation);
    }
  }

  /** Asks to be told, as dependency {@code slot} of {@code cell}, when this one settles. */
  final void tell(Cell cell, int slot, Evaluation evaluation) {
    if (isSettled()) {
      evaluation.notify(cell, this, slot);
    } else {
      waiters = new Waiter(cell, slot, waiters);
    }
  }

  /** A cell that waits for this one, or null: for reports of what an evaluation is stuck on. */
  final @Nullable Cell anyWaiter() {
    Waiter first = waiters;
    return first == null ? null : first.cell();
  }

  private void tellWaiters(Evaluation evaluation) {
    // The list is last-come first; tell in the order they came, so that runs repeat alike.
    Waiter ordered = null;
    for (Waiter w = waiters; w != null; w = w.next()) {
      ordered = new Waiter(w.cell(), w.slot(), ordered);
    }
    waiters = null;
    for (Waiter w = ordered; w != null; w = w.next()) {
      evaluation.notify(w.cell(), this, w.slot());
    }
  }
}
