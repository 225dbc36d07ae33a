package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders in a transaction of somebody else's. It writes rows of the orders alone there: what others
 * share with them, tasks and lanes, is made before, in a transaction of the store's own, since
 * others who need the same would have to wait for the end of this one.
 */
final class ForeignOrders {
  private static final String IS_OURS = "SELECT 1 FROM client WHERE id = ? AND token = ?";

  private final Database database;
  private final Writer writer;

  ForeignOrders(Database database, Writer writer) {
    this.database = database;
    this.writer = writer;
  }

  /** The ids under which they will stand, in their order. */
  List<Long> order(Connection transaction, List<Submission> orders) throws SQLException {
    if (transaction.getAutoCommit()) {
      throw new StoreException(
          "The connection that orders are to be part of is in auto-commit mode, so it has no"
              + " transaction. Nothing was ordered. Begin one: connection.setAutoCommit(false).",
          null);
    }
    writer.make(orders);
    Savepoint before = transaction.setSavepoint();
    try {
      List<Long> ids = entered(transaction, orders);
      transaction.releaseSavepoint(before);
      return ids;
    } catch (SQLException | RuntimeException e) {
      transaction.rollback(before); // what its owner has done in it stays
      throw e;
    }
  }

  private List<Long> entered(Connection transaction, List<Submission> orders) throws SQLException {
    Session session = database.adopt(transaction);
    requireOurs(session);
    // Of its own: what is remembered is of what is committed.
    Names names = new Names();
    Tally tally = new Tally(session, names, writer.client());
    Course course =
        new Course(
            session,
            names,
            new Lanes(),
            new Executions(session, names, tally),
            new InFlight(session, new HashSet<>()),
            () -> {},
            tally);
    Map<Long, Long> known = course.submit(new Change.Submitted(orders, 0), 0);
    course.flush();
    database.tellAtCommit(session);
    session.letGo();
    return orders.stream().map(order -> known.getOrDefault(order.id(), order.id())).toList();
  }

  /** By the row of this client: no other database has it. */
  private void requireOurs(Session session) throws SQLException {
    boolean ours;
    try {
      PreparedStatement select = session.prepare(IS_OURS);
      select.setLong(1, writer.client());
      select.setLong(2, writer.token());
      try (ResultSet row = select.executeQuery()) {
        ours = row.next();
      }
    } catch (SQLException e) {
      throw elsewhere(e);
    }
    if (!ours) {
      throw elsewhere(null);
    }
  }

  private StoreException elsewhere(@Nullable SQLException cause) {
    return new StoreException(
        "The connection that orders are to be part of is not one to the store "
            + database.url()
            + ", or its role may not write there. Nothing was ordered. Open it to the same"
            + " database, or put the store into that of the connection.",
        cause);
  }
}
