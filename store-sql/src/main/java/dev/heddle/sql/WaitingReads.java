package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Waiting;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Counts what waits in which queue, and what runs. A million may be queued, and this is asked for
 * with every change of a page: so a number of entries is looked at that takes milliseconds, a few
 * of each lane first, and as many as are left of those lanes that have more.
 */
final class WaitingReads {
  /** Fewer more are not worth a question of their own. */
  private static final int WORTH = 1_000;

  private final Session session;
  private final Lanes lanes;
  private final List<Waiting> waiting = new ArrayList<>();

  WaitingReads(Session session, Lanes lanes) {
    this.session = session;
    this.lanes = lanes;
  }

  /** Those of a lane that could begin. */
  private record Ready(long lane, long count, long suspects, boolean more, long since) {}

  List<Waiting> waiting() throws SQLException {
    List<Ready> ready = new ArrayList<>();
    List<Long> planned = new ArrayList<>();
    ready(ready, planned);
    for (Ready one : ready) {
      add(one.lane, InvocationState.QUEUED, one.count + one.suspects, one.since, one.more);
    }
    for (int i = 0, left = WaitingSql.OTHERS; i < planned.size(); i++) {
      PreparedStatement select = session.prepare(WaitingSql.PLANNED_OF_LANE);
      int most = Math.max(1, left / (planned.size() - i));
      select.setLong(1, planned.get(i));
      select.setInt(2, most);
      left -= read(select, most);
    }
    read(session.prepare(WaitingSql.OWNED), WaitingSql.OTHERS);
    waiting.sort(
        Comparator.comparing(Waiting::queue)
            .thenComparing(Waiting::task)
            .thenComparing(Waiting::state));
    return waiting;
  }

  private void ready(List<Ready> ready, List<Long> planned) throws SQLException {
    PreparedStatement select = session.prepare(WaitingSql.READY);
    List<Ready> large = new ArrayList<>();
    int left = Waiting.LOOKS_AT;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        Ready one =
            new Ready(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(3) == WaitingSql.FIRST,
                Moments.time(row, 5, 6));
        if (row.getLong(4) != 0) {
          planned.add(one.lane);
        }
        if (one.count > WaitingSql.FIRST) {
          large.add(one);
        } else if (one.count + one.suspects > 0) {
          ready.add(one);
          left -= (int) one.count;
        }
      }
    }
    boolean worth = !large.isEmpty() && left / large.size() >= WORTH;
    for (int i = 0; i < large.size(); i++) {
      Ready one = large.get(i);
      one = more(one, worth ? left / (large.size() - i) : WaitingSql.FIRST);
      ready.add(one);
      left -= (int) one.count;
    }
  }

  /** Counts further, if so many are more than are known. */
  private Ready more(Ready one, int most) throws SQLException {
    if (most <= one.count) {
      return new Ready(one.lane, most, one.suspects, true, one.since);
    }
    PreparedStatement select = session.prepare(WaitingSql.READY_OF_LANE);
    select.setLong(1, one.lane);
    select.setInt(2, most + 1);
    try (ResultSet row = select.executeQuery()) {
      long count = row.next() ? row.getLong(1) : 0;
      return new Ready(
          one.lane, Math.min(most, count), one.suspects, one.more || count > most, one.since);
    }
  }

  /** Adds what it answers; answers how many were looked at. */
  private int read(PreparedStatement select, int most) throws SQLException {
    record Group(long lane, InvocationState state, long count, long since) {}
    List<Group> groups = new ArrayList<>();
    int looked = 0;
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        InvocationState state = States.invocation(row.getInt(2));
        groups.add(new Group(row.getLong(1), state, row.getLong(3), Moments.time(row, 4, 5)));
        looked += row.getInt(3);
      }
    }
    for (Group group : groups) {
      add(group.lane, group.state, group.count, group.since, looked >= most);
    }
    return looked;
  }

  private void add(long lane, InvocationState state, long count, long since, boolean more)
      throws SQLException {
    Lanes.Lane of = lanes.lane(session, lane);
    waiting.add(new Waiting(of.queue(), of.task(), state, count, since, more));
  }
}
