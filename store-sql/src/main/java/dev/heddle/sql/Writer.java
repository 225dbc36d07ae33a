package dev.heddle.sql;

import dev.heddle.store.ChangeSet;
import dev.heddle.store.Outcome;
import dev.heddle.store.SetNumbers;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoredError;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The one door through which a store writes: each transaction passes the turnstile first. One at a
 * time per folder, in this JVM and among all.
 */
final class Writer implements AutoCloseable {
  /** After how many new reusable nodes a slice of the small key table is settled into the large. */
  private static final int SETTLE_AFTER = 4_000;

  /** What an invocation says that ran when its process ended. */
  private static final byte[] ENDED =
      Objects.requireNonNull(
          Blobs.error(new StoredError(List.of(), StoredError.PROCESS_ENDED, List.of(), null)));

  /** Into how many slices the keys are cut. */
  private static final int SLICES = 16;

  private final Path file;
  private final HostLocks locks;
  private final Session session;
  private final Names names;
  private final String name;
  private final Set<Long> holding = new HashSet<>();

  private final long token = new SecureRandom().nextLong();

  private @Nullable String lease;
  private volatile long client;
  private @Nullable SetNumbers numbers;
  private int unsettled;
  private int slice = ThreadLocalRandom.current().nextInt(SLICES);
  private boolean closed;

  Writer(Path file, HostLocks locks, Session session, Names names, String name) {
    this.file = file;
    this.locks = locks;
    this.session = session;
    this.names = names;
    this.name = name;
  }

  /** What is done in one transaction. */
  interface Work<T> {
    T in(Session session) throws SQLException;
  }

  /** Runs the work in a transaction of its own, durable when this returns. */
  @SuppressWarnings("try") // the turn is held for the block
  <T> T transaction(Work<T> work) {
    try (HostLocks.Held turn = locks.write()) {
      if (closed) {
        throw new StoreException(
            "The store " + file + " is closed. Nothing of this was written; open it again.", null);
      }
      try {
        session.begin();
        T result = work.in(session);
        session.commit();
        return result;
      } catch (SQLException e) {
        rollback();
        throw Failures.of(e, file);
      } catch (RuntimeException | Error e) {
        rollback();
        throw e;
      }
    }
  }

  private void rollback() {
    session.rollback();
    names.forget();
    // Perhaps it did commit and only the answer was lost: ask the file next time.
    numbers = null;
  }

  List<Outcome> apply(List<ChangeSet> group) {
    return transaction(
        s -> {
          SetNumbers applied = client(s);
          Group folded = new Group(s, names, client, holding);
          List<Outcome> outcomes = new ArrayList<>(group.size());
          for (ChangeSet set : group) {
            outcomes.add(apply(set, applied, folded));
          }
          int reusable = folded.finish();
          PreparedStatement update = s.prepare(Sql.UPDATE_CLIENT_NUMBERS);
          update.setLong(1, applied.highest());
          update.setBytes(2, applied.holes());
          update.setLong(3, client);
          update.executeUpdate();
          settle(s, reusable);
          holding.removeAll(folded.released());
          return List.copyOf(outcomes);
        });
  }

  private static Outcome apply(ChangeSet set, SetNumbers applied, Group group) throws SQLException {
    if (applied.contains(set.number())) {
      return new Outcome.AlreadyApplied();
    }
    Outcome refusal = group.refusal(set);
    if (refusal != null) {
      return refusal;
    }
    group.apply(set.changes());
    applied.add(set.number());
    return new Outcome.Applied();
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
    String held = lease;
    if (held == null) {
      held = locks.lease();
      lease = held;
    }
    PreparedStatement insert = s.prepare(Sql.INSERT_CLIENT);
    insert.setLong(1, token);
    insert.setString(2, held);
    insert.setString(3, locks.leaseInode(held));
    insert.setString(4, name);
    insert.setLong(5, System.currentTimeMillis());
    try (ResultSet row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void settle(Session s, int added) throws SQLException {
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

  /** Says that this process lives, if anybody may want to know. */
  void beat() {
    transaction(
        s -> {
          if (client != 0) {
            PreparedStatement update = s.prepare(Sql.BEAT);
            update.setLong(1, client);
            update.setLong(2, token);
            return update.executeUpdate();
          }
          return 0;
        });
  }

  /** The row of this process; 0 before its first change. */
  long client() {
    return client;
  }

  long reserveIds(int count) {
    return transaction(
        s -> {
          PreparedStatement update = s.prepare(Sql.RESERVE_IDS);
          update.setInt(1, count);
          try (ResultSet row = update.executeQuery()) {
            row.next();
            return row.getLong(1) - count;
          }
        });
  }

  /** Marks INTERRUPTED what the clients left running that are {@code dead}. */
  List<Long> interrupt(List<Long> dead, long at) {
    return transaction(s -> interrupt(s, dead, at));
  }

  private static List<Long> interrupt(Session s, List<Long> dead, long at) throws SQLException {
    List<Long> running = new ArrayList<>();
    for (long of : dead) {
      PreparedStatement select = s.prepare(Sql.RUNNING_OF_CLIENT);
      select.setLong(1, of);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          running.add(row.getLong(1));
        }
      }
    }
    for (long execution : running) {
      PreparedStatement cancel = s.prepare(Sql.CANCEL_RUNNING_OF_EXECUTION);
      cancel.setLong(1, at);
      cancel.setBytes(2, ENDED);
      cancel.setLong(3, execution);
      cancel.executeUpdate();
      PreparedStatement update = s.prepare(Sql.INTERRUPT_EXECUTION);
      update.setLong(1, at);
      update.setLong(2, execution);
      update.executeUpdate();
      PreparedStatement delete = s.prepare(Sql.RELEASE_ALL_OF_EXECUTION);
      delete.setLong(1, execution);
      delete.executeUpdate();
    }
    return running;
  }

  /** Interrupts what this client left running, then gives up the lease. */
  @Override
  public void close() {
    StoreException failure = interruptOwn();
    closeSession(failure == null);
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable StoreException interruptOwn() {
    try {
      if (client != 0 && leftSomething()) {
        interrupt(List.of(client), System.currentTimeMillis());
      }
      return null;
    } catch (StoreException e) {
      return e;
    }
  }

  @SuppressWarnings("try") // the turn is held for the block
  private void closeSession(boolean leftNothing) {
    try (HostLocks.Held turn = locks.write()) {
      if (closed) {
        return;
      }
      closed = true;
      if (lease != null) {
        locks.releaseLease(lease, leftNothing);
      }
      session.close();
    } catch (SQLException e) {
      throw Failures.of(e, file);
    }
  }

  @SuppressWarnings("try") // the turn is held for the block
  private boolean leftSomething() {
    try (HostLocks.Held turn = locks.write()) {
      if (closed) {
        return false;
      }
      PreparedStatement select = session.prepare(Sql.CLIENT_LEFT_SOMETHING);
      select.setLong(1, client);
      select.setLong(2, token);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      throw Failures.of(e, file);
    }
  }
}
