package dev.heddle.eval;

import dev.heddle.HeddleException;
import dev.heddle.Outcome;
import dev.heddle.expr.Assemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How each form of expression is evaluated: one cell class per form, and what they share. */
final class NodeCells {
  private NodeCells() {}

  static Cell of(Frame frame, int index) {
    Flat.Node node = frame.node(index);
    if (node instanceof Flat.Constant constant) {
      return new ConstantCell(constant.value());
    } else if (node instanceof Flat.CallTo call) {
      return new CallSite(frame, index, call);
    } else if (node instanceof Flat.Spread each) {
      return new SpreadCell(frame, index, each, null);
    } else if (node instanceof Flat.Assembled assembled) {
      return new AssembleCell(frame, index, assembled);
    } else if (node instanceof Flat.Function function) {
      return new FunctionCells.FunctionCell(frame, index, function);
    } else if (node instanceof Flat.Choice choice) {
      return new ChoiceCell(frame, choice);
    } else if (node instanceof Flat.Rescue rescue) {
      return new FunctionCells.RescueCell(frame, index, rescue);
    } else if (node instanceof Flat.Outcomes outcomes) {
      return outcomes(frame, outcomes);
    } else if (node instanceof Flat.Sequence sequence) {
      return new SequenceCell(frame, sequence);
    } else if (node instanceof Flat.Linked linked) {
      return new LinkedCell(linked);
    }
    throw new IllegalStateException("unknown node " + node);
  }

  private static Cell outcomes(Frame frame, Flat.Outcomes node) {
    Flat.Node parts = frame.node(node.parts());
    if (parts instanceof Flat.Spread each) {
      return new SpreadCell(frame, node.parts(), each, node.errors());
    }
    return new OutcomesCell(frame, ((Flat.Assembled) parts).parts(), node.errors());
  }

  private static final class ConstantCell extends Cell {
    private final Val constant;

    ConstantCell(Val constant) {
      this.constant = constant;
    }

    @Override
    void start(Evaluation evaluation) {
      succeed(constant, evaluation);
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      throw new IllegalStateException("a constant waits for nothing");
    }
  }

  /** A node of an enclosing evaluation, captured by an inline function. */
  private static final class LinkedCell extends Cell {
    private final Flat.Linked linked;

    LinkedCell(Flat.Linked linked) {
      this.linked = linked;
    }

    @Override
    void start(Evaluation evaluation) {
      linked.frame().demand(linked.index(), evaluation).tell(this, 0, evaluation);
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      follow(dependency, evaluation);
    }
  }

  private static final class CallSite extends Gathering {
    private final Frame frame;
    private final int index;
    private final Flat.CallTo call;
    private boolean called;

    CallSite(Frame frame, int index, Flat.CallTo call) {
      super(frame.mayBeCaught(index));
      this.frame = frame;
      this.index = index;
      this.call = call;
    }

    @Override
    void start(Evaluation evaluation) {
      gather(frame, evaluation, call.arguments());
    }

    @Override
    void gathered(Evaluation evaluation) {
      called = true;
      Val[] arguments = values(frame, call.arguments(), evaluation);
      evaluation.call(call.task(), arguments, call.cache(), frame, index, 0, this);
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      if (called) {
        follow(dependency, evaluation);
      } else {
        super.settled(dependency, slot, evaluation);
      }
    }
  }

  /** One call per element; with {@code errors}, each element's outcome instead of its value. */
  private static final class SpreadCell extends Gathering {
    private final Frame frame;
    private final int index;
    private final Flat.Spread each;
    private final @Nullable List<String> errors;
    private Cell @Nullable [] elements;
    private int missing;

    SpreadCell(Frame frame, int index, Flat.Spread each, @Nullable List<String> errors) {
      super(frame.mayBeCaught(index));
      this.frame = frame;
      this.index = index;
      this.each = each;
      this.errors = errors;
    }

    @Override
    void start(Evaluation evaluation) {
      gather(frame, evaluation, each.arguments());
    }

    @Override
    void gathered(Evaluation evaluation) {
      Val[] arguments = values(frame, each.arguments(), evaluation);
      List<List<Val>> spread = new ArrayList<>();
      try {
        for (int i = each.from(); i < each.to(); i++) {
          spread.add(Val.spread(arguments[i]));
          int size = spread.get(spread.size() - 1).size();
          if (size != spread.get(0).size()) {
            throw new HeddleException(
                "eachZip of "
                    + each.task().name()
                    + " needs lists of one length, not "
                    + spread.get(0).size()
                    + " and "
                    + size
                    + " elements.");
          }
        }
      } catch (RuntimeException e) {
        fail(evaluation.failure(e, frame), evaluation);
        return;
      }
      int n = spread.get(0).size();
      elements = new Cell[n];
      missing = n;
      if (n == 0) {
        succeed(new Val.Parts(Assemble.Kind.LIST, new Val[0], null), evaluation);
        return;
      }
      for (int e = 0; e < n; e++) {
        Val[] own = arguments.clone();
        for (int i = each.from(); i < each.to(); i++) {
          own[i] = spread.get(i - each.from()).get(e);
        }
        evaluation.call(each.task(), own, each.cache(), frame, index, e, this);
      }
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      Cell[] cells = elements;
      if (cells == null) {
        super.settled(dependency, slot, evaluation);
        return;
      }
      cells[slot] = dependency;
      if (!mayStand(dependency, errors)) {
        failed(java.util.Objects.requireNonNull(dependency.failure()), slot, evaluation);
      }
      if (--missing == 0 && !hasFailed(evaluation)) {
        succeed(together(cells, errors), evaluation);
        elements = new Cell[0];
      }
    }
  }

  private static boolean mayStand(Cell settled, @Nullable List<String> errors) {
    Failure failure = settled.failure();
    return failure == null || (errors != null && failure.isOneOf(errors));
  }

  private static Val together(Cell[] cells, @Nullable List<String> errors) {
    if (errors == null) {
      Val[] values = new Val[cells.length];
      Arrays.setAll(values, i -> cells[i].value());
      return new Val.Parts(Assemble.Kind.LIST, values, null);
    }
    List<Outcome<?>> outcomes = new ArrayList<>(cells.length);
    for (Cell cell : cells) {
      Failure failure = cell.failure();
      outcomes.add(
          failure == null
              ? new Outcome.Success<>(cell.value().get())
              : new Outcome.Failure<>(failure.error()));
    }
    return new Val.Plain(outcomes);
  }

  private static final class AssembleCell extends Gathering {
    private final Frame frame;
    private final Flat.Assembled node;

    AssembleCell(Frame frame, int index, Flat.Assembled node) {
      super(frame.mayBeCaught(index));
      this.frame = frame;
      this.node = node;
    }

    @Override
    void start(Evaluation evaluation) {
      gather(frame, evaluation, node.parts());
    }

    @Override
    void gathered(Evaluation evaluation) {
      Val[] parts = values(frame, node.parts(), evaluation);
      Val.Parts whole = new Val.Parts(node.kind(), parts, node.detail());
      if (node.kind() == Assemble.Kind.RECORD) {
        try {
          whole.get(); // A record's constructor is user code and may refuse its components.
        } catch (RuntimeException | Error e) {
          fail(evaluation.failure(e, frame), evaluation);
          return;
        }
      }
      succeed(whole, evaluation);
    }
  }

  private static final class OutcomesCell extends Cell {
    private final Frame frame;
    private final int[] parts;
    private final List<String> errors;
    private final Cell[] cells;
    private int missing;

    OutcomesCell(Frame frame, int[] parts, List<String> errors) {
      this.frame = frame;
      this.parts = parts;
      this.errors = errors;
      this.cells = new Cell[parts.length];
      this.missing = parts.length;
    }

    @Override
    void start(Evaluation evaluation) {
      if (missing == 0) {
        succeed(together(cells, errors), evaluation);
      }
      for (int i = 0; i < parts.length; i++) {
        frame.demand(parts[i], evaluation).tell(this, i, evaluation);
      }
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      cells[slot] = dependency;
      if (--missing > 0) {
        return;
      }
      for (Cell cell : cells) {
        if (!mayStand(cell, errors)) {
          fail(java.util.Objects.requireNonNull(cell.failure()), evaluation);
          return;
        }
      }
      succeed(together(cells, errors), evaluation);
    }
  }

  private static final class ChoiceCell extends Cell {
    private final Frame frame;
    private final Flat.Choice choice;

    ChoiceCell(Frame frame, Flat.Choice choice) {
      this.frame = frame;
      this.choice = choice;
    }

    @Override
    void start(Evaluation evaluation) {
      frame.demand(choice.condition(), evaluation).tell(this, 0, evaluation);
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      if (slot == 1 || !dependency.succeeded()) {
        follow(dependency, evaluation);
        return;
      }
      Object condition = dependency.value().get();
      if (condition == null) {
        fail(
            evaluation.failure(new HeddleException("The condition of a cond is null."), frame),
            evaluation);
        return;
      }
      int taken = (Boolean) condition ? choice.then() : choice.otherwise();
      frame.demand(taken, evaluation).tell(this, 1, evaluation);
    }
  }

  private static final class SequenceCell extends Cell {
    private final Frame frame;
    private final int[] parts;
    private final Val[] values;

    SequenceCell(Frame frame, Flat.Sequence sequence) {
      this.frame = frame;
      this.parts = sequence.parts();
      this.values = new Val[parts.length];
    }

    @Override
    void start(Evaluation evaluation) {
      next(0, evaluation);
    }

    private void next(int part, Evaluation evaluation) {
      if (part == parts.length) {
        succeed(new Val.Parts(Assemble.Kind.LIST, values, null), evaluation);
      } else {
        frame.demand(parts[part], evaluation).tell(this, part, evaluation);
      }
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      Failure failure = dependency.failure();
      if (failure != null) {
        fail(failure, evaluation);
      } else {
        values[slot] = dependency.value();
        next(slot + 1, evaluation);
      }
    }
  }
}
