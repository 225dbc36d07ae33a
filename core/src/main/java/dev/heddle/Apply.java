package dev.heddle;

import dev.heddle.expr.Assemble;
import dev.heddle.expr.Call;
import dev.heddle.expr.Callee;
import dev.heddle.expr.Const;
import dev.heddle.expr.Each;
import dev.heddle.expr.FunctionObject;
import dev.heddle.expr.Node;
import dev.heddle.task.TaskMethod;
import java.io.Serializable;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies functions to arguments; what stands behind the overloads of {@link Lazy}. */
final class Apply {
  private Apply() {}

  static <R> Expr<R> call(Serializable function, @Nullable Object... arguments) {
    Applied applied = Applied.of(function, arguments);
    return call(applied.task(), applied.given(), arguments, applied.dropped());
  }

  static <R> Expr<R> call(TaskRef<?, R> ref, @Nullable Object argument) {
    return call(ref.task(), consts(ref.bound()), new @Nullable Object[] {argument}, 0);
  }

  private static <R> Expr<R> call(
      Callee task, List<Node<?>> given, @Nullable Object[] arguments, int from) {
    List<Node<?>> nodes = new ArrayList<>(given);
    for (int i = from; i < arguments.length; i++) {
      if (!isInjected(arguments[i])) {
        nodes.add(lift(arguments[i]));
      }
    }
    checkArity(task, nodes.size());
    return new Call<>(task, nodes, CallOptions.NONE);
  }

  static <R> Expr<List<R>> each(Serializable function, int spread, @Nullable Object... arguments) {
    TaskMethod.Reference reference = withReceiver(function);
    return each(reference.task(), consts(receiver(reference)), spread, arguments);
  }

  static <R> Expr<List<R>> each(TaskRef<?, R> ref, Object items) {
    return each(ref.task(), consts(ref.bound()), 1, items);
  }

  private static <R> Expr<List<R>> each(
      Callee task, List<Node<?>> given, int spread, @Nullable Object... arguments) {
    List<Node<?>> nodes = new ArrayList<>(given);
    int size = -1;
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (i < spread && argument == null) {
        throw new ExpressionException("the items of each(" + task.name() + ", …) are null");
      } else if (i < spread && argument instanceof Iterable<?> items) {
        List<@Nullable Object> copy = new ArrayList<>();
        items.forEach(copy::add);
        if (size >= 0 && size != copy.size()) {
          throw new ExpressionException(
              "eachZip("
                  + task.name()
                  + ", …) pairs lists of one length, but these have "
                  + size
                  + " and "
                  + copy.size()
                  + " items");
        }
        size = copy.size();
        nodes.add(new Const<>(Collections.unmodifiableList(copy)));
      } else if (!isInjected(argument)) {
        nodes.add(lift(argument));
      }
    }
    checkArity(task, nodes.size());
    return new Each<>(task, nodes, given.size(), given.size() + spread, CallOptions.NONE);
  }

  static <A, R> TaskRef<A, R> ref(Serializable function, @Nullable Object... given) {
    TaskMethod.Reference reference = withReceiver(function);
    TaskMethod task = reference.task();
    List<@Nullable Object> bound = receiver(reference);
    for (Object argument : given) {
      if (argument instanceof Expr) {
        throw new ExpressionException(
            "a TaskRef is a value and holds values: "
                + task.name()
                + " can't be given the expression "
                + argument
                + ". Make the TaskRef from its value, expr.map(x -> partial(T::f, x))");
      }
      bound.add(argument);
    }
    return new TaskRef<>(task, bound);
  }

  static <R> Expr<R> record(Serializable constructor, Node<?>... parts) {
    SerializedLambda form = FunctionObject.form(constructor);
    Class<?> type = FunctionObject.load(form.getImplClass(), constructor);
    if (!form.getImplMethodName().equals("<init>") || !type.isRecord()) {
      throw new ExpressionException(
          "record(R::new, …) takes the constructor of a record; to put values together with another"
              + " function, use zip(a, b, fn) or a task");
    }
    Class<?>[] components =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    String canonical = MethodType.methodType(void.class, components).toMethodDescriptorString();
    if (!form.getImplMethodSignature().equals(canonical)) {
      throw new ExpressionException(
          "record("
              + type.getSimpleName()
              + "::new, …) takes the canonical constructor, with "
              + components.length
              + " components");
    }
    return new Assemble<>(Assemble.Kind.RECORD, Arrays.asList(parts), type);
  }

  /** What stands for a {@link TaskContext} is no argument of the task. */
  private static boolean isInjected(@Nullable Object argument) {
    return argument instanceof TaskContext
        || (argument instanceof Const<?> plain && plain.value() instanceof TaskContext);
  }

  static Node<?> lift(@Nullable Object argument) {
    return argument instanceof Node<?> node ? node : new Const<>(argument);
  }

  @SuppressWarnings("unchecked") // an Expr only gives values, and every Expr is a Node
  static <T> Node<T> node(Expr<? extends T> expr) {
    if (expr == null) {
      throw new ExpressionException("an expression is null; for a null value write value(null)");
    }
    return (Node<T>) expr;
  }

  static List<Node<?>> nodes(Iterable<? extends Expr<?>> exprs) {
    List<Node<?>> nodes = new ArrayList<>();
    exprs.forEach(expr -> nodes.add(node(expr)));
    return nodes;
  }

  private static List<Node<?>> consts(List<? extends @Nullable Object> values) {
    List<Node<?>> nodes = new ArrayList<>();
    values.forEach(value -> nodes.add(new Const<>(value)));
    return nodes;
  }

  /** A reference to a task of a service has to hold the service: there is no argument for it. */
  private static TaskMethod.Reference withReceiver(Serializable function) {
    TaskMethod.Reference reference = TaskMethod.of(function);
    if (!reference.bound() && reference.task().receiver() == TaskMethod.Receiver.SERVICE) {
      throw unboundService(reference.task());
    }
    return reference;
  }

  /** The bound receiver, where it is the first argument. */
  private static List<@Nullable Object> receiver(TaskMethod.Reference reference) {
    List<@Nullable Object> receiver = new ArrayList<>();
    if (reference.bound() && reference.task().receiver() == TaskMethod.Receiver.VALUE) {
      receiver.add(reference.boundReceiver());
    }
    return receiver;
  }

  private static void checkArity(Callee task, int given) {
    int wanted = task.parameterTypes().size();
    if (given != wanted) {
      throw new ExpressionException(
          task.name() + " takes " + wanted + " arguments, " + given + " given");
    }
  }

  private static ExpressionException unboundService(TaskMethod task) {
    return new ExpressionException(
        task.name()
            + " is a task of a service, which is no argument: bind it to an instance,"
            + " service::"
            + task.method().getName());
  }

  /**
   * A reference with its receiver sorted out.
   *
   * @param given the receiver, if it is an argument and not among those of the call
   * @param dropped how many leading arguments of the call are not arguments of the task
   */
  private record Applied(TaskMethod task, List<Node<?>> given, int dropped) {
    static Applied of(Serializable function, @Nullable Object[] arguments) {
      TaskMethod.Reference reference = TaskMethod.of(function);
      TaskMethod task = reference.task();
      if (reference.bound() || task.receiver() != TaskMethod.Receiver.SERVICE) {
        return new Applied(task, consts(receiver(reference)), 0);
      }
      Object service = arguments[0] instanceof Const<?> plain ? plain.value() : arguments[0];
      if (service == null || service instanceof Expr) {
        throw unboundService(task);
      }
      TaskMethod own = task.on(service);
      return new Applied(own, List.of(), own.receiver() == TaskMethod.Receiver.VALUE ? 0 : 1);
    }
  }
}
