package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.expr.Assemble;
import dev.heddle.task.TaskDef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression as an array of nodes in which every node stands after those it uses; the last is
 * the root. So neither evaluation nor storage ever recurses, however deep the expression is.
 */
record Flat(Node[] nodes) {
  int root() {
    return nodes.length - 1;
  }

  /**
   * Which nodes fail into a {@code catching} or {@code catchAll} of this expression, or into one
   * that an inline function may put around them; null if none does.
   */
  boolean @Nullable [] caught() {
    boolean[] caught = null;
    // Users stand after what they use, so one pass from the root down reaches all.
    for (int i = nodes.length - 1; i >= 0; i--) {
      Node node = nodes[i];
      boolean all = caught != null && caught[i];
      if (node instanceof Rescue rescue) {
        caught = mark(caught, rescue.body());
        caught = mark(caught, rescue.recovery(), all);
      } else if (node instanceof Outcomes outcomes) {
        caught = mark(caught, outcomes.parts());
      } else if (node instanceof Function function) {
        caught = mark(caught, function.function(), all);
      }
      if (all) {
        for (int use : uses(node)) {
          caught = mark(caught, use);
        }
      }
    }
    return caught;
  }

  private boolean[] mark(boolean @Nullable [] caught, int... indices) {
    boolean[] marked = caught == null ? new boolean[nodes.length] : caught;
    for (int index : indices) {
      marked[index] = true;
    }
    return marked;
  }

  private boolean @Nullable [] mark(boolean @Nullable [] caught, Bound bound, boolean all) {
    boolean[] marked = caught;
    for (int i = 0; i < bound.captures().length; i++) {
      if (all || bound.asExpr()[i]) {
        marked = mark(marked, bound.captures()[i]);
      }
    }
    return marked;
  }

  private static int[] uses(Node node) {
    if (node instanceof CallTo call) {
      return call.arguments();
    } else if (node instanceof Spread each) {
      return each.arguments();
    } else if (node instanceof Assembled assembled) {
      return assembled.parts();
    } else if (node instanceof Function function) {
      return function.sources();
    } else if (node instanceof Choice choice) {
      return new int[] {choice.condition(), choice.then(), choice.otherwise()};
    } else if (node instanceof Sequence sequence) {
      return sequence.parts();
    } else if (node instanceof Rescue rescue) {
      return new int[] {rescue.body()};
    } else if (node instanceof Outcomes outcomes) {
      return new int[] {outcomes.parts()};
    }
    return new int[0]; // a constant, or a link, whose own frame knows
  }

  /** One node; uses are indices of earlier nodes. */
  sealed interface Node {}

  record Constant(Val value) implements Node {}

  /**
   * A call.
   *
   * @param wanted the reuse that this call asked for, or null for what its task says
   */
  record CallTo(TaskDef task, int[] arguments, @Nullable Cache wanted) implements Node {
    Cache cache() {
      return wanted == null ? task.cache() : wanted;
    }
  }

  /** Arguments {@code from} to before {@code to} are spread, the others broadcast. */
  record Spread(TaskDef task, int[] arguments, int from, int to, @Nullable Cache wanted)
      implements Node {
    Cache cache() {
      return wanted == null ? task.cache() : wanted;
    }

    boolean isSpread(int argument) {
      return argument >= from && argument < to;
    }
  }

  record Assembled(Assemble.Kind kind, int[] parts, @Nullable Class<?> detail) implements Node {}

  record Function(int[] sources, Bound function, boolean flatten) implements Node {}

  record Choice(int condition, int then, int otherwise) implements Node {}

  record Rescue(int body, List<String> errors, Bound recovery, boolean flatten) implements Node {}

  record Outcomes(int parts, List<String> errors) implements Node {}

  record Sequence(int[] parts) implements Node {}

  record Linked(Frame frame, int index) implements Node {}

  /**
   * An inline function with its captures.
   *
   * @param captures the node of each capture
   * @param asExpr whether the function wants that capture as an expression, not as its value
   */
  record Bound(InlineFunction function, int[] captures, boolean[] asExpr) {}
}
