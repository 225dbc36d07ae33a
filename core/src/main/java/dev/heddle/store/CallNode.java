package dev.heddle.store;

import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.List;

/**
 * The finished record of a call.
 *
 * @param result the ultimate value
 * @param plain true if the body itself returned the value; false if it returned an expression
 * @param hash Merkle hash over key, result and the hashes of the children
 * @param children ids of the call nodes under it, in the order of their positions
 * @param subtree every task at the code it had, of this call and all under it
 * @param subtreeCalls how many calls the subtree has, this one included
 * @param replayable true if the ultimate value stands whenever every task of {@link #subtree} has
 *     still the same code: nothing under it is uncached, failed, or holds an external value
 * @param files the files among its arguments (read) and in its result (written)
 */
public record CallNode(
    StoredValue result,
    boolean plain,
    Hash hash,
    long[] children,
    TaskSet subtree,
    int subtreeCalls,
    boolean replayable,
    List<FileUse> files) {}
