package dev.heddle.work;

import dev.heddle.Expr;
import dev.heddle.SubmitOptions;
import dev.heddle.eval.CallKey;
import dev.heddle.eval.Engine;
import dev.heddle.eval.OrderedExpression;
import dev.heddle.executor.CurrentBody;
import dev.heddle.expr.Call;
import dev.heddle.expr.Callee;
import dev.heddle.expr.Const;
import dev.heddle.expr.Each;
import dev.heddle.expr.Node;
import dev.heddle.store.Submission;
import dev.heddle.task.OrderDefaults;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskParameter;
import dev.heddle.value.Codec;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes submissions: what is ordered, as it is recorded, with the options in force. */
final class Orders {
  private final Engine engine;
  private final boolean children;

  /**
   * @param children whether what a body orders is its child
   */
  Orders(Engine engine, boolean children) {
    this.engine = engine;
    this.children = children;
  }

  /**
   * One submission, and how its result is read back.
   *
   * @param task whose code may rebuild what it throws
   */
  record Order(Submission submission, TaskDef task, Codec result) {}

  /** A call is ordered as that: its body runs whatever is on record. */
  Order call(Call<?> call, SubmitOptions options) {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Node<?> argument : call.arguments()) {
      if (!(argument instanceof Const<?> plain) || plain.value() instanceof Expr) {
        return expression(call, options);
      }
      arguments.add(plain.value());
    }
    return call(define(call.task()), arguments, options);
  }

  /** One call for each item. */
  List<Order> each(Each<?> each, SubmitOptions options) {
    TaskDef task = define(each.task());
    List<@Nullable Object> broadcast = new ArrayList<>();
    List<List<?>> spread = new ArrayList<>();
    int size = 0;
    for (int i = 0; i < each.arguments().size(); i++) {
      Object value = each.arguments().get(i) instanceof Const<?> plain ? plain.value() : null;
      broadcast.add(value);
      if (i >= each.spreadFrom() && i < each.spreadTo() && value instanceof List<?> items) {
        spread.add(items);
        size = items.size();
      }
    }
    List<Order> orders = new ArrayList<>(size);
    long now = engine.clock().millis(); // they are ordered together
    for (int item = 0; item < size; item++) {
      List<@Nullable Object> arguments = new ArrayList<>(broadcast);
      for (int i = each.spreadFrom(); i < each.spreadTo(); i++) {
        arguments.set(i, spread.get(i - each.spreadFrom()).get(item));
      }
      orders.add(call(task, stored(task, arguments), options, now));
    }
    return orders;
  }

  /** A whole expression; what is on record is reused. */
  Order expression(Expr<?> root, SubmitOptions options) {
    OrderedExpression ordered = engine.ordered(root);
    TaskDef task = ordered.task();
    Hash hash = ordered.hash();
    Identity identity = identity(Hasher.of("Order").putByte(1).putHash(hash).hash());
    long now = engine.clock().millis();
    Submission.Order order = order(task, options, "", now);
    return new Order(
        submission(identity, task, hash, List.of(), ordered.bytes(), order, 0, now),
        task,
        ordered.result());
  }

  /** A call of the task for each part, which stands in the place of one argument. */
  List<Order> parts(
      TaskDef task, List<@Nullable Object> arguments, int place, List<@Nullable Object> parts) {
    StoredValue[] shared = new StoredValue[arguments.size()];
    for (int i = 0; i < shared.length; i++) {
      if (i != place) {
        shared[i] = task.parameter(i).encode(arguments.get(i));
      }
    }
    List<Order> orders = new ArrayList<>(parts.size());
    long now = engine.clock().millis(); // they are ordered together
    for (Object part : parts) {
      StoredValue[] stored = shared.clone();
      stored[place] = task.parameter(place).encode(part);
      orders.add(call(task, stored, SubmitOptions.NONE, now));
    }
    return orders;
  }

  Order call(TaskDef task, List<@Nullable Object> arguments, SubmitOptions options) {
    return call(task, stored(task, arguments), options, engine.clock().millis());
  }

  private static StoredValue[] stored(TaskDef task, List<@Nullable Object> arguments) {
    StoredValue[] stored = new StoredValue[arguments.size()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = task.parameter(i).encode(arguments.get(i));
    }
    return stored;
  }

  private Order call(TaskDef task, StoredValue[] stored, SubmitOptions options, long now) {
    Hasher call = Hasher.of("Order").putByte(0).putString(task.name());
    for (StoredValue argument : stored) {
      call.putHash(argument.hash());
    }
    List<StoredValue> recorded = List.of(stored);
    Submission.Order order = order(task, options, key(task, recorded), now);
    Identity identity = identity(call.hash());
    Hash key = CallKey.of(task, stored);
    return new Order(
        submission(identity, task, key, recorded, null, order, 0, now), task, task.result());
  }

  /** Who orders, and as what of its children. */
  private record Identity(long execution, Submission.@Nullable Identity of) {}

  private Identity identity(Hash call) {
    Optional<CurrentBody> body = children ? CurrentBody.get() : Optional.empty();
    return body.map(
            current ->
                new Identity(
                    current.execution(),
                    new Submission.Identity(
                        current.invocation(), current.attempt(), call, current.occurrence(call))))
        .orElse(new Identity(0, null));
  }

  private Submission submission(
      Identity identity,
      TaskDef task,
      Hash key,
      List<StoredValue> arguments,
      byte @Nullable [] expression,
      Submission.Order order,
      long retryOf,
      long now) {
    long id = engine.newId();
    return new Submission(
        id,
        identity.execution() == 0 ? id : identity.execution(),
        identity.of(),
        task.version(),
        key,
        arguments,
        expression,
        order,
        retryOf,
        now);
  }

  private Submission.Order order(TaskDef task, SubmitOptions options, String key, long now) {
    OrderDefaults byTask = task.order();
    Instant at = options.at();
    long delay = (options.delay() == null ? byTask.delay() : options.delay()).toMillis();
    long due = at != null ? at.toEpochMilli() : delay > 0 ? now + delay : 0;
    String chosen = options.key() == null ? key : options.key();
    return new Submission.Order(
        options.queue() == null ? byTask.queue() : options.queue(),
        options.priority() == null ? byTask.priority() : options.priority(),
        due > now ? due : 0,
        options.retryOver(byTask.retry()),
        (options.timeout() == null ? byTask.timeout() : options.timeout()).toMillis(),
        chosen.isEmpty() ? null : chosen,
        byTask.maxRecoveries(),
        options.tagsOver(byTask.tags()));
  }

  private static String key(TaskDef task, List<StoredValue> arguments) {
    if (task.order().key().isEmpty()) {
      return "";
    }
    return task.order()
        .key(
            task.parameters().stream().map(TaskParameter::name).toList(),
            arguments.stream().map(a -> new String(a.bytes(), StandardCharsets.UTF_8)).toList());
  }

  private TaskDef define(Callee task) {
    return engine.tasks().define((TaskMethod) task);
  }
}
