package dev.heddle.store;

import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import org.jspecify.annotations.Nullable;

/**
 * What is on record for a call key: the answer of a look-up.
 *
 * @param node id of the call node
 * @param expression the single reduction, if the body returned an expression
 * @param result the ultimate value, or null if the call never became all concrete
 * @param hash the node's Merkle hash; null with a null result
 * @param subtree null with a null result
 */
public record RecordedCall(
    long node,
    byte @Nullable [] expression,
    @Nullable StoredValue result,
    @Nullable Hash hash,
    @Nullable TaskSet subtree,
    int subtreeCalls,
    boolean replayable) {}
