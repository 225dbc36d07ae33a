package dev.heddle.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Many rows for one statement: bound one after the other, and executed in as few trips as the
 * database allows. Parameters count from 1; each is bound with the same type in every row.
 */
interface Batch {
  void setLong(int place, long value) throws SQLException;

  void setInt(int place, int value) throws SQLException;

  /** No number. */
  void setNull(int place) throws SQLException;

  void setBytes(int place, byte @Nullable [] value) throws SQLException;

  void setText(int place, String value) throws SQLException;

  /** The row is bound. */
  void add() throws SQLException;

  /** Executes the statement for all rows that were added. */
  void execute() throws SQLException;

  /**
   * The same for an insertion that leaves out the rows that are there.
   *
   * @param id the parameter that is the id of the row
   * @return for each row that was added whether it was inserted
   */
  boolean[] insert(int id) throws SQLException;

  /** Forgets what was added. */
  void clear() throws SQLException;
}
