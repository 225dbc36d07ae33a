package dev.heddle.sql;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Outcome;
import dev.heddle.store.Recovery;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The doors through which a store writes. */
final class Writer implements AutoCloseable {
  private final Database database;
  private final Names names;
  private final Lanes lanes;
  private final ClientRow client;
  private final Transactions transactions;
  private final Transactions claims;
  private final Groups.Client owner;
  private final Groups groups;
  private final List<Transactions> beside = new ArrayList<>();

  /** About how many rows were changed or deleted since somebody tidied up. */
  private final AtomicLong outdated = new AtomicLong();

  /** Invocations this client took in flight. */
  private final Set<Long> holding = ConcurrentHashMap.newKeySet();

  /** By worker, the token of the last claim that was begun here. */
  private final Map<Long, Long> tokens = new ConcurrentHashMap<>();

  Writer(Database database, Names names, Lanes lanes, String name) {
    this.database = database;
    this.names = names;
    this.lanes = lanes;
    this.client = new ClientRow(database, name, null);
    Remembered remembered = new Remembered(names, lanes, client);
    this.transactions = new Transactions(database, database.writing(), remembered::forget);
    this.claims = new Transactions(database, database.claiming(), () -> {}); // they make nothing
    this.owner = new Groups.Client(client, holding, outdated);
    this.groups = new Groups(database, transactions, remembered, owner);
  }

  /** Applies groups beside this one, over a connection of their own. */
  Groups beside(Door door, String name) {
    Remembered own =
        new Remembered(new Names(), new Lanes(), new ClientRow(database, name, client));
    Transactions theirs = new Transactions(database, door, own::forget);
    beside.add(theirs);
    return new Groups(database, theirs, own, owner);
  }

  /**
   * Runs the work in a transaction of its own, beside which no other one writes, and tells others.
   */
  <T> T transaction(Transactions.Work<T> work) {
    return transactions.run(Footprint.ALONE, true, work);
  }

  private <T> T ordinary(Transactions.Work<T> work) {
    return transactions.run(Footprint.ORDINARY, false, work);
  }

  List<Outcome> apply(List<ChangeSet> group) {
    return groups.apply(group);
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
    ordinary(s -> beat(s, at));
  }

  /** Likewise, over another connection. */
  boolean beat(Session s, long at) throws SQLException {
    if (client.id() == 0) {
      return false;
    }
    PreparedStatement update = s.prepare(Sql.BEAT);
    update.setLong(1, at);
    update.setLong(2, client.id());
    update.setLong(3, client.token());
    return update.executeUpdate() > 0;
  }

  /** Likewise, and says which of these workers were declared dead. */
  Set<Long> beat(Collection<Long> workers, long at) {
    return ordinary(
        s -> {
          beat(s, at);
          return WorkerRows.dead(s, workers);
        });
  }

  /** Makes what orders share with others, and the row of this process. */
  void make(List<Submission> orders) {
    if (client.id() != 0 && orders.stream().allMatch(this::isMade)) {
      return;
    }
    ordinary(
        s -> {
          client.numbers(s);
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
    return client.token();
  }

  /** The row of this process; 0 before its first change. */
  long client() {
    return client.id();
  }

  long reserveIds(int count) {
    return ordinary(
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
    Claims.Round round = claim(claim, again, true);
    Map<Long, Claimed> claimed = new LinkedHashMap<>();
    round.claimed().forEach(one -> claimed.put(one.submission().id(), one));
    while (!round.sawAll() && claimed.size() < claim.most()) {
      round = claim(claim.after(claimed.size()), false, false);
      round.claimed().forEach(one -> claimed.put(one.submission().id(), one));
    }
    return List.copyOf(claimed.values());
  }

  /** Beside what is written, if the database allows it. */
  private Claims.Round claim(Claim claim, boolean again, boolean quickly) {
    return claims.run(
        Footprint.ORDINARY, false, s -> new Claims(s, names, lanes).take(claim, again, quickly));
  }

  /**
   * Takes what these left that are dead; nothing of those whom another takes care of. All of a
   * fleet find the same dead, and while one buries nobody else writes: so the others neither wait
   * nor bury once more.
   */
  Recovery bury(Collection<Recoveries.Dead> dead, long at) {
    return transactions.run(
        s -> {
          Collection<Recoveries.Dead> left =
              database.mayBury(s) ? Obituaries.unburied(s, dead) : List.of();
          if (left.isEmpty()) {
            return Recovery.NONE;
          }
          database.enter(s, Footprint.ALONE);
          return new Recoveries(s, names, lanes, client.id()).bury(left, at);
        },
        recovery -> !recovery.isEmpty());
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
    if (client.id() != 0 && leftSomething()) {
      transaction(
          s -> {
            new Recoveries(s, names, lanes, client.id())
                .close(client.id(), database.clock().millis());
            return true;
          });
    }
  }

  private void closeSession(boolean leftNothing) {
    if (transactions.isClosed()) {
      return;
    }
    beside.forEach(Transactions::close);
    claims.close();
    transactions.close();
    Database.Lease lease = client.lease();
    if (lease != null) {
      database.release(lease, leftNothing);
    }
  }

  @SuppressWarnings("try") // the turn is held for the block
  private boolean leftSomething() {
    try (Held turn = database.writing().turn()) {
      if (transactions.isClosed()) {
        return false;
      }
      PreparedStatement select = database.writing().session().prepare(Sql.CLIENT_LEFT_SOMETHING);
      select.setLong(1, client.id());
      select.setLong(2, client.token());
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }
}
