package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;

/**
 * What every change about one invocation carries: enough to insert its row if no earlier change
 * did. A store decides by {@link #id} whether the row exists.
 *
 * @param id the invocation's id; its call node, if it gets one, has the same
 * @param execution the execution it belongs to
 * @param parent the invocation whose expression holds it, or 0 for the root's
 * @param position where in the parent's expression: node index and, for a spread call, element
 * @param key the call key
 * @param arguments in the order of the task's parameters
 * @param onRecord whether an earlier change already made its row durable
 * @param reusable whether other executions may reuse the result
 */
public record InvocationHead(
    long id,
    long execution,
    long parent,
    long position,
    TaskVersion task,
    Hash key,
    List<StoredValue> arguments,
    boolean onRecord,
    boolean reusable) {}
