package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.HeddleException;
import dev.heddle.expr.Link;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How inline functions are evaluated: over values, and as the recovery from a failure. */
final class FunctionCells {
  private FunctionCells() {}

  /** What inline functions share: captures, the call on a slot, and an expression as the answer. */
  private abstract static class Applying extends Gathering {
    final Frame frame;
    private final int index;
    private boolean applied;

    Applying(Frame frame, int index) {
      super(frame.mayBeCaught(index));
      this.frame = frame;
      this.index = index;
    }

    /** The captures whose values are needed before the function can be called. */
    static int[] needed(Flat.Bound bound) {
      int n = 0;
      int[] needed = new int[bound.captures().length];
      for (int i = 0; i < needed.length; i++) {
        if (!bound.asExpr()[i]) {
          needed[n++] = bound.captures()[i];
        }
      }
      return Arrays.copyOf(needed, n);
    }

    final void apply(Flat.Bound bound, Object[] arguments, Evaluation ev) {
      applied = true;
      Object[] all = new Object[bound.captures().length + arguments.length];
      for (int i = 0; i < bound.captures().length; i++) {
        int capture = bound.captures()[i];
        all[i] =
            bound.asExpr()[i]
                ? new Link<>(frame, capture)
                : frame.demand(capture, ev).value().get();
      }
      System.arraycopy(arguments, 0, all, bound.captures().length, arguments.length);
      ev.apply(bound.function(), all, (Applied) this);
    }

    /** Called by the loop with what the function returned. */
    final void returned(@Nullable Object value, boolean flatten, Evaluation evaluation) {
      if (!flatten) {
        succeed(new Val.Plain(value), evaluation);
      } else if (value instanceof Expr<?> expr) {
        evaluation.reduce(expr, frame, index).tell(this, 0, evaluation);
      } else {
        fail(
            evaluation.failure(
                new HeddleException("An inline function returned null for an expression."), frame),
            evaluation);
      }
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      if (applied) {
        follow(dependency, evaluation);
      } else {
        super.settled(dependency, slot, evaluation);
      }
    }
  }

  /** The cell of an inline function, as the loop sees it. */
  interface Applied {
    void returned(@Nullable Object value, Evaluation evaluation);

    void threw(Throwable error, Evaluation evaluation);
  }

  static final class FunctionCell extends Applying implements Applied {
    private final Flat.Function node;

    FunctionCell(Frame frame, int index, Flat.Function node) {
      super(frame, index);
      this.node = node;
    }

    @Override
    void start(Evaluation evaluation) {
      gather(frame, evaluation, node.sources(), needed(node.function()));
    }

    @Override
    void gathered(Evaluation evaluation) {
      Val[] sources = values(frame, node.sources(), evaluation);
      Object[] arguments = new Object[sources.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = sources[i].get();
      }
      apply(node.function(), arguments, evaluation);
    }

    @Override
    public void returned(@Nullable Object value, Evaluation evaluation) {
      returned(value, node.flatten(), evaluation);
    }

    @Override
    public void threw(Throwable error, Evaluation evaluation) {
      fail(evaluation.failure(error, frame), evaluation);
    }
  }

  static final class RescueCell extends Applying implements Applied {
    private final Flat.Rescue node;
    private boolean bodySettled;
    private @Nullable Failure caught;

    RescueCell(Frame frame, int index, Flat.Rescue node) {
      super(frame, index);
      this.node = node;
    }

    @Override
    void start(Evaluation evaluation) {
      frame.demand(node.body(), evaluation).tell(this, 0, evaluation);
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      if (bodySettled) {
        super.settled(dependency, slot, evaluation);
        return;
      }
      bodySettled = true;
      Failure failure = dependency.failure();
      if (failure == null || !failure.isOneOf(node.errors())) {
        follow(dependency, evaluation);
      } else {
        caught = failure;
        gather(frame, evaluation, needed(node.recovery()));
      }
    }

    @Override
    void gathered(Evaluation evaluation) {
      Failure failure = java.util.Objects.requireNonNull(caught);
      apply(node.recovery(), new Object[] {failure.error()}, evaluation);
    }

    @Override
    public void returned(@Nullable Object value, Evaluation evaluation) {
      returned(value, node.flatten(), evaluation);
    }

    @Override
    public void threw(Throwable error, Evaluation evaluation) {
      fail(evaluation.failure(error, frame), evaluation);
    }
  }
}
