package dev.heddle.sql;

import dev.heddle.store.Inspection;
import dev.heddle.store.NodeRecord;
import dev.heddle.value.Hash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the call nodes that a value came from, those it went into, and those of a file's content.
 */
final class Lineage {
  private final Session session;
  private final Rows rows;

  Lineage(Session session, Rows rows) {
    this.session = session;
    this.rows = rows;
  }

  List<NodeRecord> madeBy(Hash value, int limit) throws SQLException {
    return rows.nodes(find(InspectSql.MADE_BY, value, limit));
  }

  List<NodeRecord> usedBy(Hash value, int limit) throws SQLException {
    List<NodeRecord> nodes = new ArrayList<>(rows.nodes(find(InspectSql.USED_BY, value, limit)));
    // The bytes of a hash may also be part of what another value is.
    nodes.removeIf(node -> node.arguments().stream().noneMatch(one -> one.hash().equals(value)));
    return nodes;
  }

  List<NodeRecord> touching(Hash content, int limit) throws SQLException {
    List<NodeRecord> nodes = new ArrayList<>(rows.nodes(find(InspectSql.TOUCHING, content, limit)));
    nodes.removeIf(node -> node.files().stream().noneMatch(use -> use.digest().equals(content)));
    return nodes;
  }

  private List<Long> find(String sql, Hash value, int limit) throws SQLException {
    List<Long> ids = new ArrayList<>();
    Descent descent =
        new Descent(session, InspectSql.NODE_BELOW, Long.MAX_VALUE, 0, Inspection.LOOKS_AT_CALLS);
    while (ids.size() < limit && descent.next()) {
      PreparedStatement select = session.prepare(sql);
      select.setLong(1, descent.top());
      select.setLong(2, descent.bottom());
      select.setBytes(3, value.toBytes());
      select.setInt(4, limit - ids.size());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(row.getLong(1));
        }
      }
    }
    return ids;
  }
}
