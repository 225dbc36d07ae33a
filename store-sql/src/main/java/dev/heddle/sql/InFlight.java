package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls being computed now, in one transaction; written at once, since later sets are judged by
 * them.
 */
final class InFlight {
  private final Session session;
  private final Set<Long> holding;
  private final Set<Long> released = new HashSet<>();

  /**
   * @param holding invocations this client took in flight; so that all the others cost no DELETE
   */
  InFlight(Session session, Set<Long> holding) {
    this.session = session;
    this.holding = holding;
  }

  /** What it gave back, once it has committed. */
  Set<Long> released() {
    return released;
  }

  /** Why the call may not be taken, or null. */
  @Nullable Outcome refusal(Change.Started c, long scope, Collection<InvocationRow> unwritten)
      throws SQLException {
    InvocationHead head = c.invocation();
    PreparedStatement select = session.prepare(Sql.IN_FLIGHT);
    select.setBytes(1, head.key().toBytes());
    try (ResultSet row = select.executeQuery()) {
      if (row.next() && row.getLong(3) != scope) {
        return new Outcome.InFlight(row.getLong(1), row.getLong(2));
      }
    }
    for (InvocationRow row : unwritten) { // told in this very group
      if (row.answers(head) && !c.known().contains(row.head.id())) {
        return new Outcome.Answered(row.head.id());
      }
    }
    return answer(c);
  }

  /** A result that was recorded since the caller looked. */
  private Outcome.@Nullable Answered answer(Change.Started c) throws SQLException {
    PreparedStatement select = session.prepare(Sql.ANSWERS);
    select.setLong(1, c.invocation().key().prefix());
    select.setBytes(2, c.invocation().key().toBytes());
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        long node = row.getLong(1);
        if (!c.known().contains(node) && node != c.invocation().id()) {
          return new Outcome.Answered(node);
        }
      }
      return null;
    }
  }

  void take(InvocationHead head, long scope) throws SQLException {
    PreparedStatement insert = session.prepare(Sql.TAKE_IN_FLIGHT);
    insert.setBytes(1, head.key().toBytes());
    insert.setLong(2, head.execution());
    insert.setLong(3, head.id());
    insert.setLong(4, scope);
    insert.executeUpdate();
    holding.add(head.id());
  }

  /** Whether this client took the key of this call. */
  boolean holds(long invocation) {
    return holding.contains(invocation);
  }

  /** What this one held was freed. */
  void freed(long invocation) {
    released.add(invocation);
  }

  /** Only a call that was started before it ended can be in flight; most never were. */
  void release(InvocationHead head) throws SQLException {
    if (head.onRecord() || holding.contains(head.id())) {
      PreparedStatement delete = session.prepare(Sql.RELEASE_IN_FLIGHT);
      delete.setBytes(1, head.key().toBytes());
      delete.setLong(2, head.id());
      delete.executeUpdate();
      released.add(head.id());
    }
  }
}
