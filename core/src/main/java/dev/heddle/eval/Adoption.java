package dev.heddle.eval;

import dev.heddle.InvocationState;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import dev.heddle.value.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls that an execution had made before its evaluator died, by their identity: parent,
 * position, key. Whoever takes the execution over makes them again as the same invocations, so what
 * had ended does not run twice, cached or not (PROTOCOL §2).
 */
final class Adoption {
  static final Adoption NONE = new Adoption(Map.of());

  private static final int PAGE = 1_000;

  /** Who a call is. */
  private record Identity(long parent, long position, Hash key) {}

  private final Map<Identity, InvocationRecord> calls;

  private Adoption(Map<Identity, InvocationRecord> calls) {
    this.calls = calls;
  }

  /** Reads the calls of an execution. Blocks. */
  static Adoption of(Store store, long execution) {
    Map<Identity, InvocationRecord> calls = new HashMap<>();
    long after = 0;
    while (true) {
      List<InvocationRecord> page = store.invocations(execution, after, PAGE);
      for (InvocationRecord call : page) {
        if (call.queue() == null) { // what bodies ordered is adopted when they order it again
          calls.put(new Identity(call.parent(), call.position(), call.key()), call);
        }
        after = call.id();
      }
      if (page.size() < PAGE) {
        return calls.isEmpty() ? NONE : new Adoption(calls);
      }
    }
  }

  /** The invocation that this call was, once. Its children keep their parent by it. */
  Optional<InvocationRecord> find(CallCell call) {
    if (calls.isEmpty()) {
      return Optional.empty();
    }
    long parent = call.parent == null ? 0 : call.parent.id;
    InvocationRecord found = calls.get(new Identity(parent, call.position, call.key));
    return Optional.ofNullable(found).filter(f -> f.state() != InvocationState.CANCELLED);
  }
}
