package dev.heddle.store;

import dev.heddle.Sensitive;
import java.util.Arrays;
import java.util.List;

/**
 * Tells whether the value of an invocation or an execution may be shown. That of a call is as its
 * task is marked; an expression is of no task, so the calls that it makes itself decide: a value
 * that has one marked {@link Sensitive} in it counts as that. Reads the store.
 */
final class SensitiveResults {
  /** How many calls are looked at. Those of an expression come before those under them. */
  private static final int LOOKED_AT = 200;

  private SensitiveResults() {}

  /** Whether the result of the invocation is not to be shown. */
  static boolean isIn(Store store, InvocationRecord invocation) {
    return invocation.task().sensitivity().result()
        || (isExpression(invocation)
            && store.execution(invocation.id()).stream().anyMatch(root -> makesOne(store, root)));
  }

  private static boolean isExpression(InvocationRecord invocation) {
    QueueRecord queue = invocation.queue();
    return queue != null && queue.submission().expression() != null;
  }

  /** Whether the value of the execution is not to be shown. */
  static boolean isIn(Store store, ExecutionRecord execution) {
    // An ordered one has its id in common with the invocation that was ordered.
    return execution.result() != null
        && (makesOne(store, execution)
            || store.invocation(execution.id()).stream()
                .anyMatch(ordered -> ordered.task().sensitivity().result()));
  }

  private static boolean makesOne(Store store, ExecutionRecord execution) {
    List<Long> taken = Arrays.stream(execution.hits().nodes()).limit(LOOKED_AT).boxed().toList();
    return store.invocations(execution.id(), 0, LOOKED_AT).stream()
            .anyMatch(call -> call.parent() == 0 && call.task().sensitivity().result())
        || store.nodes(taken).stream().anyMatch(node -> node.task().sensitivity().result());
  }
}
