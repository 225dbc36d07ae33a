package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** By JDBC's own batches: a statement per row. For a database in the same process. */
record StatementBatch(PreparedStatement statement, Dialect dialect) implements Batch {
  @Override
  public void setLong(int place, long value) throws SQLException {
    statement.setLong(place, value);
  }

  @Override
  public void setInt(int place, int value) throws SQLException {
    statement.setInt(place, value);
  }

  @Override
  public void setNull(int place) throws SQLException {
    statement.setNull(place, Types.BIGINT);
  }

  @Override
  public void setBytes(int place, byte @Nullable [] value) throws SQLException {
    statement.setBytes(place, value);
  }

  @Override
  public void setText(int place, String value) throws SQLException {
    statement.setString(place, dialect.kept(value));
  }

  @Override
  public void add() throws SQLException {
    statement.addBatch();
  }

  @Override
  public void execute() throws SQLException {
    statement.executeBatch();
  }

  @Override
  public boolean[] insert(int id) throws SQLException {
    int[] counts = statement.executeBatch();
    boolean[] inserted = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      inserted[i] = counts[i] > 0;
    }
    return inserted;
  }

  @Override
  public void clear() throws SQLException {
    statement.clearBatch();
  }
}
