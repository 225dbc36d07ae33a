package dev.heddle.testkit;

/**
 * What every {@link dev.heddle.store.Store} must do, each subject in an interface of its own. A
 * store's test implements this and extends {@link OpenedStore}.
 */
public interface StoreContract
    extends SetContract,
        LookUpContract,
        InFlightContract,
        RecordContract,
        ExpressionContract,
        LineageContract,
        CommitOrderContract,
        OrderedWorkContract {}
