package dev.heddle.sql;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Outcome;
import dev.heddle.store.SetNumbers;
import dev.heddle.store.StoreException;
import dev.heddle.store.Submission;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Applies groups of change sets over one connection, each in a transaction. */
final class Groups {
  /** After how many new reusable nodes a slice of the small key table is settled into the large. */
  private static final int SETTLE_AFTER = 4_000;

  /** Into how many slices the keys are cut. */
  private static final int SLICES = 16;

  private final Database database;
  private final Transactions transactions;
  private final Remembered remembered;
  private final Client client;

  /** Numbers of sets whose transaction failed last; it may have been committed all the same. */
  private Set<Long> doubtful = Set.of();

  private int unsettled;
  private int slice = ThreadLocalRandom.current().nextInt(SLICES);

  /**
   * Who tells.
   *
   * @param row who owns what it begins
   * @param holding invocations that it took in flight
   * @param outdated counts about how many rows were changed or deleted
   */
  record Client(ClientRow row, Set<Long> holding, AtomicLong outdated) {}

  /**
   * A teller.
   *
   * @param client whose row is there before any other
   */
  Groups(Database database, Transactions transactions, Remembered remembered, Client client) {
    this.database = database;
    this.transactions = transactions;
    this.remembered = remembered;
    this.client = client;
  }

  private record Applied(List<Outcome> outcomes, Set<Long> released) {}

  List<Outcome> apply(List<ChangeSet> group) {
    try {
      return apply(group, true);
    } catch (LiveRows.AgainException e) {
      return apply(group, false);
    } catch (StoreException e) {
      if (hasLostChance(e)) {
        return apply(group, false);
      }
      throw e;
    }
  }

  private boolean hasLostChance(StoreException e) {
    return e.getCause() instanceof SQLException cause && database.hasLostChance(cause);
  }

  private List<Outcome> apply(List<ChangeSet> group, boolean takesChances) {
    Applied applied;
    try {
      applied =
          transactions.run(
              Footprint.of(group), true, session -> apply(session, group, takesChances));
    } catch (StoreException e) {
      if (!hasLostChance(e)) {
        doubtful = group.stream().map(ChangeSet::number).collect(Collectors.toUnmodifiableSet());
      }
      throw e;
    }
    client.outdated.addAndGet(group.size());
    client.holding.removeAll(applied.released);
    return applied.outcomes;
  }

  private Applied apply(Session session, List<ChangeSet> group, boolean takesChances)
      throws SQLException {
    SetNumbers applied = remembered.numbers().numbers(session);
    Group folded =
        new Group(
            session,
            remembered.names(),
            remembered.lanes(),
            client.row.id(),
            remembered.numbers().id(),
            client.holding);
    boolean again =
        group.stream()
            .anyMatch(set -> applied.contains(set.number()) || doubtful.contains(set.number()));
    folded.expect(group, takesChances && !again);
    List<Outcome> outcomes = new ArrayList<>(group.size());
    for (ChangeSet set : group) {
      outcomes.add(apply(set, applied, folded));
    }
    settle(session, folded.finish());
    if (!group.stream().allMatch(Groups::isKnownByItsIds)) {
      remembered.numbers().write(session, applied);
    }
    return new Applied(List.copyOf(outcomes), folded.released());
  }

  /**
   * Whether the record itself tells that it was applied: orders that stand under their own ids.
   * Where those are all that is told, there is no number to write.
   */
  private static boolean isKnownByItsIds(ChangeSet set) {
    return !set.changes().isEmpty() && set.changes().stream().allMatch(Groups::isOfSuchOrders);
  }

  private static boolean isOfSuchOrders(Change change) {
    return change instanceof Change.Submitted orders
        && !orders.submissions().isEmpty()
        && orders.submissions().stream().allMatch(Groups::isAdoptedByNone);
  }

  private static boolean isAdoptedByNone(Submission order) {
    return order.identity() == null && order.order().key() == null;
  }

  private Outcome apply(ChangeSet set, SetNumbers applied, Group group) throws SQLException {
    if (applied.contains(set.number())
        || (doubtful.contains(set.number())
            && isKnownByItsIds(set)
            && group.isOnRecord(firstId(set)))) {
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

  private static long firstId(ChangeSet orders) {
    return orders.changes().get(0) instanceof Change.Submitted first
        ? first.submissions().get(0).id()
        : 0;
  }

  private void settle(Session session, int added) throws SQLException {
    if (!session.settles()) {
      return;
    }
    unsettled += added;
    for (; unsettled >= SETTLE_AFTER; unsettled -= SETTLE_AFTER) {
      long width = -(Long.MIN_VALUE / SLICES * 2);
      long first = Long.MIN_VALUE + slice * width;
      long last = first + (width - 1);
      for (String sql : new String[] {Sql.SETTLE_REUSABLE, Sql.FORGET_SETTLED}) {
        PreparedStatement move = session.prepare(sql);
        move.setLong(1, first);
        move.setLong(2, last);
        move.executeUpdate();
      }
      slice = (slice + 1) % SLICES;
    }
  }
}
