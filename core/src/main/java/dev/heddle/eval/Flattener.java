package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.expr.Assemble;
import dev.heddle.expr.Call;
import dev.heddle.expr.Callee;
import dev.heddle.expr.CatchAll;
import dev.heddle.expr.Catching;
import dev.heddle.expr.Closure;
import dev.heddle.expr.Cond;
import dev.heddle.expr.Const;
import dev.heddle.expr.Each;
import dev.heddle.expr.Inline;
import dev.heddle.expr.Link;
import dev.heddle.expr.Node;
import dev.heddle.expr.Seq;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskRegistry;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

/** Lays an expression graph out flat. A node used twice stands once. */
final class Flattener {
  private final TaskRegistry tasks;
  private final InlineFunction.Resolver functions;
  private final IdentityHashMap<Node<?>, Integer> places = new IdentityHashMap<>();
  private final List<Flat.Node> out = new ArrayList<>();

  private Flattener(TaskRegistry tasks, InlineFunction.Resolver functions) {
    this.tasks = tasks;
    this.functions = functions;
  }

  static Flat flatten(Expr<?> root, TaskRegistry tasks, InlineFunction.Resolver functions) {
    return new Flattener(tasks, functions).lay((Node<?>) root);
  }

  /** Postorder with a stack of its own: a node is placed when all it uses are. */
  private Flat lay(Node<?> root) {
    ArrayDeque<Node<?>> stack = new ArrayDeque<>();
    stack.push(root);
    while (!stack.isEmpty()) {
      Node<?> node = stack.peek();
      if (places.containsKey(node)) {
        stack.pop();
        continue;
      }
      List<Node<?>> uses = uses(node);
      boolean ready = true;
      for (int i = uses.size() - 1; i >= 0; i--) {
        if (!places.containsKey(uses.get(i))) {
          stack.push(uses.get(i));
          ready = false;
        }
      }
      if (ready) {
        stack.pop();
        places.put(node, out.size());
        out.add(place(node));
      }
    }
    return new Flat(out.toArray(Flat.Node[]::new));
  }

  private static List<Node<?>> uses(Node<?> node) {
    if (node instanceof Call<?> call) {
      return call.arguments();
    } else if (node instanceof Each<?> each) {
      return each.arguments();
    } else if (node instanceof Assemble<?> assemble) {
      return assemble.parts();
    } else if (node instanceof Inline<?> inline) {
      return with(inline.sources(), inline.function());
    } else if (node instanceof Cond<?> cond) {
      return List.of(cond.condition(), cond.then(), cond.otherwise());
    } else if (node instanceof Catching<?> catching) {
      return with(List.of(catching.body()), catching.recovery());
    } else if (node instanceof CatchAll<?> all) {
      return List.of(all.parts());
    } else if (node instanceof Seq<?> seq) {
      return seq.parts();
    }
    return List.of();
  }

  private static List<Node<?>> with(List<Node<?>> sources, Closure function) {
    if (function.captures().isEmpty()) {
      return sources;
    }
    List<Node<?>> all = new ArrayList<>(sources);
    all.addAll(function.captures());
    return all;
  }

  private Flat.Node place(Node<?> node) {
    if (node instanceof Const<?> constant) {
      return new Flat.Constant(new Val.Plain(constant.value()));
    } else if (node instanceof Call<?> call) {
      TaskDef task = define(call.task());
      return new Flat.CallTo(task, indices(call.arguments()), call.options().cache());
    } else if (node instanceof Each<?> each) {
      TaskDef task = define(each.task());
      return new Flat.Spread(
          task,
          indices(each.arguments()),
          each.spreadFrom(),
          each.spreadTo(),
          each.options().cache());
    } else if (node instanceof Assemble<?> assemble) {
      return new Flat.Assembled(assemble.kind(), indices(assemble.parts()), assemble.detail());
    } else if (node instanceof Inline<?> inline) {
      return new Flat.Function(
          indices(inline.sources()), bind(inline.function()), inline.flatten());
    } else if (node instanceof Cond<?> cond) {
      return new Flat.Choice(index(cond.condition()), index(cond.then()), index(cond.otherwise()));
    } else if (node instanceof Catching<?> catching) {
      return new Flat.Rescue(
          index(catching.body()),
          names(catching.errors()),
          bind(catching.recovery()),
          catching.flatten());
    } else if (node instanceof CatchAll<?> all) {
      return new Flat.Outcomes(index(all.parts()), names(all.errors()));
    } else if (node instanceof Seq<?> seq) {
      return new Flat.Sequence(indices(seq.parts()));
    } else if (node instanceof Link<?> link) {
      return new Flat.Linked((Frame) link.frame(), link.index());
    }
    throw new IllegalStateException("unknown node " + node.getClass());
  }

  private TaskDef define(Callee callee) {
    return tasks.define((TaskMethod) callee);
  }

  private Flat.Bound bind(Closure closure) {
    Serializable live = closure.live();
    if (live == null) {
      throw new IllegalStateException("a closure of an expression graph has its live function");
    }
    InlineFunction function =
        functions.resolve(
            new InlineFunction.Body(
                closure.implClass(),
                closure.implMethod(),
                closure.implDescriptor(),
                closure.implKind()),
            live.getClass().getClassLoader());
    boolean[] asExpr = new boolean[closure.capturedExpr().size()];
    for (int i = 0; i < asExpr.length; i++) {
      asExpr[i] = closure.capturedExpr().get(i);
    }
    return new Flat.Bound(function, indices(closure.captures()), asExpr);
  }

  private int[] indices(List<? extends Node<?>> nodes) {
    int[] indices = new int[nodes.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(nodes.get(i));
    }
    return indices;
  }

  private int index(Node<?> node) {
    return Objects.requireNonNull(places.get(node), "what a node uses is placed before it");
  }

  private static List<String> names(List<Class<? extends Throwable>> classes) {
    return classes.stream().map(Class::getName).toList();
  }
}
