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

  /** One node; uses are indices of earlier nodes. */
  sealed interface Node {}

  record Constant(Val value) implements Node {}

  record CallTo(TaskDef task, int[] arguments, Cache cache) implements Node {}

  /** Arguments {@code from} to before {@code to} are spread, the others broadcast. */
  record Spread(TaskDef task, int[] arguments, int from, int to, Cache cache) implements Node {
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
