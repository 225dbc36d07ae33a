package dev.heddle.testkit;

/**
 * What {@link StoreContract} says of ordered work: orders, claims, owners, and what is seen of
 * them.
 */
public interface OrderedWorkContract
    extends OrderContract,
        OwnerContract,
        CancelContract,
        ClaimContract,
        NewsContract,
        WorkerContract,
        MarkContract,
        RecoveryContract,
        PruneContract,
        ActivityContract,
        SearchContract,
        StintContract,
        RandomCourseContract {}
