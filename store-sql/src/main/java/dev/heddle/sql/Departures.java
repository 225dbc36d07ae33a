package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.LogLine;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What is written of a course beside its rows: the history, only where it departs from the regular
 * course, what bodies log, and how far they are. In one transaction, in batches.
 */
final class Departures {
  private final Batch history;
  private final Batch lines;
  private final Session session;
  private boolean departed;
  private boolean logged;

  Departures(Session session) throws SQLException {
    this.session = session;
    this.history = session.batch(QueueSql.INSERT_HISTORY);
    this.lines = session.batch(QueueSql.INSERT_LOG_LINE);
  }

  /**
   * Notes what is not the regular course. The claim that it ends stays readable before it.
   *
   * @param claimEpoch the epoch of its present or last claim
   */
  void add(LiveRow row, InvocationState became, long claimEpoch, String why, long at)
      throws SQLException {
    boolean tells = !row.has(LiveRow.CLAIM_TOLD) && row.claimedAt != 0;
    history.setLong(1, row.id);
    history.setLong(2, at);
    history.setInt(3, States.of(became));
    history.setLong(4, row.worker);
    history.setInt(5, row.attempt);
    history.setLong(6, row.epoch);
    history.setText(7, why);
    history.setLong(8, tells ? claimEpoch : 0);
    history.setLong(9, tells && !row.has(LiveRow.BEGUN_BY_CLAIM) ? row.claimedAt : 0);
    history.setLong(10, tells ? row.begunAt : 0);
    history.add();
    departed = true;
    row.set(LiveRow.CLAIM_TOLD);
  }

  void log(Change.Logged c) throws SQLException {
    for (LogLine line : c.lines()) {
      lines.setLong(1, c.invocation());
      lines.setLong(2, line.at());
      lines.setInt(3, line.attempt());
      lines.setText(4, line.level());
      lines.setText(5, line.text());
      lines.add();
      logged = true;
    }
  }

  void progress(Change.Progressed c) throws SQLException {
    PreparedStatement upsert = session.prepare(QueueSql.PROGRESS);
    upsert.setLong(1, c.invocation());
    upsert.setLong(2, c.done());
    upsert.setLong(3, c.total());
    upsert.executeUpdate();
  }

  void flush() throws SQLException {
    if (departed) {
      history.execute();
      departed = false;
    }
    if (logged) {
      lines.execute();
      logged = false;
    }
  }
}
