package dev.heddle;

import java.sql.Connection;

/**
 * What a body may know of its invocation, with a transaction in the store's own database: what the
 * body does over {@link #connection()} is committed together with the invocation's success, in one
 * commit. So in that database its effects are there exactly once, whatever dies when; if the body
 * fails, is cancelled or has lost its invocation to another worker, nothing of them is.
 *
 * <pre>{@code
 * @Task
 * static void book(long order, TransactionContext context) throws SQLException {
 *   try (PreparedStatement insert = context.connection().prepareStatement("INSERT ...")) { ... }
 * }
 *
 * heddle.submit(Orders::book, 4711L, TransactionContext.injected());
 * }</pre>
 *
 * <p>It needs a store in PostgreSQL, and a task that was ordered: {@code submit}, or a direct call.
 */
public interface TransactionContext extends TaskContext {
  /** Stands for the context in the arguments of a call. */
  static TransactionContext injected() {
    return InjectedContext.INSTANCE;
  }

  /**
   * The connection, in a transaction that is begun by the first call. It is the body's alone, for
   * one thread at a time. It can't be committed, rolled back or closed by the body, savepoints can.
   * If nothing is done over it for as long as the task's timeout, ten minutes without one, the
   * server ends it.
   *
   * @throws HeddleException if there is none: the store is no PostgreSQL, or the call was not
   *     ordered
   */
  Connection connection();
}
