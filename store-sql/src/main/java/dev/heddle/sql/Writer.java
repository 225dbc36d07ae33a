package dev.heddle.sql;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Recovery;
import dev.heddle.store.SetNumbers;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The one door through which a store writes: one transaction at a time. */
final class Writer implements AutoCloseable {
  /** After how many new reusable nodes a slice of the small key table is settled into the large. */
  private static final int SETTLE_AFTER = 4_000;

  /** Into how many slices the keys are cut. */
  private static final int SLICES = 16;

  private final Database database;
  private final Names names;
  private final Lanes lanes;
  private final String name;
  private final Set<Long> holding = new HashSet<>();

  private final long token = new SecureRandom().nextLong();

  private Database.@Nullable Lease lease;
  private volatile long client;
  private @Nullable SetNumbers numbers;
  private int unsettled;
  private int slice = ThreadLocalRandom.current().nextInt(SLICES);
  private volatile boolean closed;

  /** About how many rows were changed or deleted since somebody tidied up. */
  private final AtomicLong outdated = new AtomicLong();

  /** By worker, the token of the last claim that was begun here. */
  private final Map<Long, Long> tokens = new ConcurrentHashMap<>();

  Writer(Database database, Names names, Lanes lanes, String name) {
    this.database = database;
    this.names = names;
    this.lanes = lanes;
    this.name = name;
  }

  /** What is done in one transaction. */
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /**
   * Runs the work in a transaction of its own, beside which no other one writes, and tells others.
   */
  <T> T transaction(Work<T> work) {
    return transaction(Footprint.ALONE, true, work);
  }

  /**
   * Runs the work in a transaction of its own, durable when this returns.
   *
   * @param news whether anybody may wait for it
   */
  @SuppressWarnings("try") // the turn is held for the block
  private <T> T transaction(Footprint footprint, boolean news, Work<T> work) {
    try (Held turn = database.writing().turn()) {
      refuseIfClosed();
      Session session = database.writing().session();
      try {
        session.begin();
        database.enter(session, footprint);
        T result = work.in(session);
        database.commit(session, news);
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        session.rollback();
        forget();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  private void refuseIfClosed() {
    if (closed) {
      throw new StoreException(
          "The store " + database.url() + " is closed. Nothing of this was written; open it again.",
          null);
    }
  }

  private void forget() {
    names.forget();
    lanes.forget();
    // Perhaps it did commit and only the answer was lost: ask the database next time.
    numbers = null;
  }

  List<Outcome> apply(List<ChangeSet> group) {
    if (!database.isRemote()) {
      return apply(group, true);
    }
    try {
      return apply(group, false);
    } catch (StoreException e) {
      if (e.getCause() instanceof SQLException cause && database.isDuplicate(cause)) {
        return apply(group, true);
      }
      throw e;
    }
  }

  private List<Outcome> apply(List<ChangeSet> group, boolean looks) {
    return transaction(
        Footprint.of(group),
        true,
        s -> {
          SetNumbers applied = client(s);
          Group folded = new Group(s, names, lanes, client, holding);
          boolean again = group.stream().anyMatch(set -> applied.contains(set.number()));
          folded.expect(group, looks || again);
          List<Outcome> outcomes = new ArrayList<>(group.size());
          for (ChangeSet set : group) {
            outcomes.add(apply(set, applied, folded));
          }
          int reusable = folded.finish();
          outdated.addAndGet(group.size());
          settle(s, reusable);
          s.later(
              Sql.UPDATE_CLIENT_NUMBERS,
              3,
              (update, from) -> {
                update.setLong(from, applied.highest());
                update.setBytes(from + 1, applied.holes());
                update.setLong(from + 2, client);
              });
          holding.removeAll(folded.released());
          return List.copyOf(outcomes);
        });
  }

  private static Outcome apply(ChangeSet set, SetNumbers applied, Group group) throws SQLException {
    if (applied.contains(set.number())) {
      return group.appliedBefore(set);
    }
    Outcome refusal = group.refusal(set);
    if (refusal != null) {
      return refusal;
    }
    Outcome outcome = group.apply(set);
    applied.add(set.number());
    return outcome;
  }

  /** This client's row; made, under a lease, by its first transaction. */
  private SetNumbers client(Session s) throws SQLException {
    SetNumbers known = numbers;
    if (known != null) {
      return known;
    }
    if (client != 0) {
      PreparedStatement select = s.prepare(Sql.CLIENT_NUMBERS);
      select.setLong(1, client);
      select.setLong(2, token);
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          byte[] refused = row.getBytes(2);
          known = new SetNumbers(row.getLong(1), refused == null ? new byte[0] : refused);
        }
      }
    }
    if (known == null) {
      client = insertClient(s);
      known = new SetNumbers();
    }
    numbers = known;
    return known;
  }

  private long insertClient(Session s) throws SQLException {
    Database.Lease held = lease;
    if (held == null) {
      held = database.lease();
      lease = held;
    }
    PreparedStatement insert = s.prepare(Sql.INSERT_CLIENT);
    insert.setLong(1, token);
    insert.setString(2, held.name());
    insert.setString(3, held.mark());
    insert.setString(4, name);
    insert.setLong(5, database.clock().millis());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void settle(Session s, int added) throws SQLException {
    if (!s.settles()) {
      return;
    }
    unsettled += added;
    for (; unsettled >= SETTLE_AFTER; unsettled -= SETTLE_AFTER) {
      long width = -(Long.MIN_VALUE / SLICES * 2);
      long first = Long.MIN_VALUE + slice * width;
      long last = first + (width - 1);
      for (String sql : new String[] {Sql.SETTLE_REUSABLE, Sql.FORGET_SETTLED}) {
        PreparedStatement move = s.prepare(sql);
        move.setLong(1, first);
        move.setLong(2, last);
        move.executeUpdate();
      }
      slice = (slice + 1) % SLICES;
    }
  }

  /** Whether so many rows were changed or deleted since it was last asked and true. */
  boolean hasOutdated(int count) {
    if (outdated.get() < count) {
      return false;
    }
    outdated.set(0);
    return true;
  }

  /** Says that this process lives, if anybody may want to know. */
  void beat(long at) {
    transaction(Footprint.ORDINARY, false, s -> beat(s, at));
  }

  /** Likewise, over another connection. */
  boolean beat(Session s, long at) throws SQLException {
    if (client == 0) {
      return false;
    }
    PreparedStatement update = s.prepare(Sql.BEAT);
    update.setLong(1, at);
    update.setLong(2, client);
    update.setLong(3, token);
    return update.executeUpdate() > 0;
  }

  /** Likewise, and says which of these workers were declared dead. */
  Set<Long> beat(Collection<Long> workers, long at) {
    return transaction(
        Footprint.ORDINARY,
        false,
        s -> {
          beat(s, at);
          return WorkerRows.dead(s, workers);
        });
  }

  /** Makes what orders share with others, and the row of this process. */
  void make(List<Submission> orders) {
    if (client != 0 && orders.stream().allMatch(this::isMade)) {
      return;
    }
    transaction(
        Footprint.ORDINARY,
        false,
        s -> {
          client(s);
          for (Submission order : orders) {
            names.id(s, order.task());
            lanes.id(s, order.order().queue(), order.task().name());
          }
          return true;
        });
  }

  private boolean isMade(Submission order) {
    return names.knows(order.task()) && lanes.knows(order.order().queue(), order.task().name());
  }

  /** Tells its row from that of another that has got its id. */
  long token() {
    return token;
  }

  /** The row of this process; 0 before its first change. */
  long client() {
    return client;
  }

  long reserveIds(int count) {
    return transaction(
        Footprint.ORDINARY,
        false,
        s -> {
          PreparedStatement update = s.prepare(Sql.RESERVE_IDS);
          update.setInt(1, count);
          try (ResultSet row = update.executeQuery()) {
            row.next();
            return row.getLong(1) - count;
          }
        });
  }

  /** Takes for a worker what there is, up to what it asks for. */
  List<Claimed> claim(Claim claim) {
    boolean again = claim.token() <= tokens.getOrDefault(claim.worker(), Long.MAX_VALUE);
    tokens.put(claim.worker(), claim.token());
    Claims.Round round = claim(claim, again);
    Map<Long, Claimed> claimed = new LinkedHashMap<>();
    round.claimed().forEach(one -> claimed.put(one.submission().id(), one));
    while (!round.sawAll() && claimed.size() < claim.most()) {
      round = claim(claim.after(claimed.size()), false);
      round.claimed().forEach(one -> claimed.put(one.submission().id(), one));
    }
    return List.copyOf(claimed.values());
  }

  /** Beside what is written, if the database allows it. Nothing that is remembered changes. */
  @SuppressWarnings("try") // the turn is held for the block
  private Claims.Round claim(Claim claim, boolean again) {
    try (Held turn = database.claiming().turn()) {
      refuseIfClosed();
      Session session = database.claiming().session();
      try {
        session.begin();
        database.enter(session, Footprint.ORDINARY);
        Claims.Round round = new Claims(session, names, lanes).take(claim, again);
        database.commit(session, false);
        return round;
      } catch (SQLException | RuntimeException | Error e) {
        session.rollback();
        throw e;
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /** Takes what these left that are dead. */
  Recovery bury(Collection<Recoveries.Dead> dead, long at) {
    return transaction(s -> new Recoveries(s, names, lanes, client).bury(dead, at));
  }

  /** Gives back and interrupts what this client left, then gives up the lease. */
  @Override
  public void close() {
    StoreException failure = leave();
    closeSession(failure == null);
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable StoreException leave() {
    try {
      leaveNothing();
      return null;
    } catch (StoreException e) {
      boolean again = e.getCause() instanceof SQLException cause && database.mayPass(cause);
      return again ? leaveAtLast(e) : e;
    }
  }

  /** Over another connection, should the one before have been lost while it was idle. */
  private @Nullable StoreException leaveAtLast(StoreException before) {
    try {
      leaveNothing();
      return null;
    } catch (StoreException e) {
      return before;
    }
  }

  private void leaveNothing() {
    if (client != 0 && leftSomething()) {
      transaction(
          s -> {
            new Recoveries(s, names, lanes, client).close(client, database.clock().millis());
            return true;
          });
    }
  }

  @SuppressWarnings("try") // the turn is held for the block
  private void closeSession(boolean leftNothing) {
    try (Held turn = database.writing().turn()) {
      if (closed) {
        return;
      }
      closed = true;
      if (lease != null) {
        database.release(lease, leftNothing);
      }
    }
  }

  @SuppressWarnings("try") // the turn is held for the block
  private boolean leftSomething() {
    try (Held turn = database.writing().turn()) {
      if (closed) {
        return false;
      }
      PreparedStatement select = database.writing().session().prepare(Sql.CLIENT_LEFT_SOMETHING);
      select.setLong(1, client);
      select.setLong(2, token);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
