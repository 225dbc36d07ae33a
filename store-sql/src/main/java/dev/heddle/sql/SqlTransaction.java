package dev.heddle.sql;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.Outcome;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction of a body, which the change that tells its end commits. */
final class SqlTransaction implements StoreTransaction {
  private static final Logger LOG = LoggerFactory.getLogger(SqlTransaction.class);

  /** What would end the transaction, or what it is part of. */
  private static final Set<String> REFUSED =
      Set.of("commit", "close", "abort", "setAutoCommit", "setReadOnly", "setTransactionIsolation");

  private final Database database;
  private final long client;
  private final Connection connection;
  private final Connection shown;

  /**
   * A transaction that is begun.
   *
   * @param client whose word the change is
   */
  SqlTransaction(Database database, long client, Connection connection) {
    this.database = database;
    this.client = client;
    this.connection = connection;
    this.shown =
        (Connection)
            Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    boolean wholeRollback = method.getName().equals("rollback") && arguments == null;
    if (REFUSED.contains(method.getName()) || wholeRollback) {
      throw new SQLException(
          method.getName()
              + " is not the body's to call: its transaction is committed with the success of its"
              + " invocation, and rolled back if it throws");
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @Override
  public Connection connection() {
    return shown;
  }

  @Override
  public Outcome commit(ChangeSet set) {
    try {
      Session session = database.adopt(connection);
      database.enter(session, Footprint.of(List.of(set)));
      // Names of its own: what it makes is no one else's to know before it is committed.
      Group group = new Group(session, new Names(), new Lanes(), client, client, new HashSet<>());
      group.expect(List.of(set), false);
      Outcome refusal = group.refusal(set);
      if (refusal != null) {
        connection.rollback();
        return refusal;
      }
      Outcome outcome = group.apply(set);
      group.finish();
      database.commit(session, true);
      return outcome;
    } catch (SQLException e) {
      throw database.failure(e);
    } catch (LiveRows.AgainException e) {
      throw new StoreException("The transaction has to be made again: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close(); // what was not committed is rolled back
    } catch (SQLException e) {
      LOG.debug("event=transaction-not-closed", e);
    }
  }
}
