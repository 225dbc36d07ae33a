package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Availability;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.WorkerState;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes available invocations for workers: asks each lane that is served for its first ones, and of
 * all those takes the first. What waits in other lanes costs nothing.
 */
final class Claims {
  private final Session session;
  private final Names names;
  private final Lanes lanes;

  Claims(Session session, Names names, Lanes lanes) {
    this.session = session;
    this.names = names;
    this.lanes = lanes;
  }

  /**
   * What a claim was answered.
   *
   * @param claimed what the worker has got by it, or by this token at all
   * @param sawAll false if there may be more, as in lanes that were not known yet
   */
  record Round(List<Claimed> claimed, boolean sawAll) {}

  /**
   * In a transaction of its own, which may be committed when this returns.
   *
   * @param again whether the worker may have got something with this token already
   * @param quickly whether to be content with what costs little: whole bundles, and those that
   *     nobody else takes from now
   */
  Round take(Claim claim, boolean again, boolean quickly) throws SQLException {
    List<Taken> taken = new ArrayList<>();
    if (again) {
      session.ask(taken(claim, taken));
    }
    List<Long> known = lanes.servedBy(claim);
    List<Deferred.Question> last = new ArrayList<>();
    List<Bundling> bundlings = new ArrayList<>();
    List<Peeling> peelings = new ArrayList<>();
    if (taken.isEmpty()) {
      List<Long> served = Lanes.busy(session, known);
      makeReady(served, claim);
      int most = claim.alone() ? Math.min(1, claim.most()) : claim.most();
      for (Taking one : takings(claim, served, most)) {
        if (session.isRemote() && one.isBundled(session.bundles(), claim)) {
          boolean all = claim.begin() == claim.most(); // else what is held comes after these
          Bundling bundling = new Bundling(one, claim, quickly && all);
          bundlings.add(bundling);
          last.add(bundling.question(taken));
        } else if (session.isRemote() && claim.alone()) {
          last.add(one.question(claim, taken)); // no suspect is in a bundle
        } else if (session.isRemote()) {
          Peeling peeling = new Peeling(one, claim, quickly);
          peelings.add(peeling);
          last.addAll(peeling.questions(session.bundles(), taken));
        } else {
          session.later(one.sql(claim), Taking.PARAMETERS, one.binder(claim));
        }
      }
    }
    if (!session.isRemote()) {
      taken.clear();
      last.add(taken(claim, taken));
    }
    last.add(lanes.news(session));
    session.askLast(last.toArray(Deferred.Question[]::new));
    bundlings.forEach(one -> one.tell(session.bundles()));
    if (!peelings.isEmpty()) {
      session.bundles().sawWaiting(peelings.stream().anyMatch(Peeling::anyWaits));
    }
    taken.sort(Taken.FIRST_TO_LAST);
    boolean sawAll =
        lanes.servedBy(claim).size() == known.size()
            && bundlings.stream().noneMatch(Bundling::mayHaveMore)
            && peelings.stream().noneMatch(Peeling::mayHaveMore);
    List<Claimed> claimed = new ArrayList<>(taken.size());
    for (Taken one : taken) {
      claimed.add(one.claimed(session, names, lanes));
    }
    return new Round(List.copyOf(claimed), sawAll);
  }

  private Deferred.Question taken(Claim claim, List<Taken> taken) {
    return new Deferred.Question(
        QueueSql.CLAIMED,
        2,
        (select, from) -> {
          select.setLong(from, claim.worker());
          select.setLong(from + 1, claim.token());
        },
        row -> taken.add(Taken.read(row)));
  }

  /** Reads only. */
  Availability available(Claim claim) throws SQLException {
    Found found = new Found();
    session.ask(
        new Deferred.Question(
            QueueSql.WORKER_STATE,
            1,
            (select, from) -> select.setLong(from, claim.worker()),
            row -> found.alive = States.worker(row.getInt(1)) == WorkerState.ALIVE),
        lanes.news(session));
    if (found.alive) {
      List<Deferred.Question> questions = new ArrayList<>();
      for (long lane : Lanes.busy(session, lanes.servedBy(claim))) {
        found.askFor(lane, claim, questions);
      }
      session.ask(questions.toArray(Deferred.Question[]::new));
    }
    return new Availability(found.ready, found.suspects, found.nextDue);
  }

  /** What stands in the lanes that were asked. */
  private static final class Found {
    boolean alive;
    boolean ready;
    boolean suspects;
    long nextDue = Long.MAX_VALUE;

    void askFor(long lane, Claim claim, List<Deferred.Question> questions) {
      Deferred.Binder first =
          (select, from) -> {
            select.setLong(from, lane);
            select.setInt(from + 1, 1);
          };
      Deferred.Binder now =
          (select, from) -> {
            select.setLong(from, lane);
            select.setLong(from + 1, claim.at());
          };
      questions.add(
          new Deferred.Question(
              QueueSql.READY,
              2,
              first,
              row -> ready |= !claim.awaited() || LiveRow.isFront(row.getLong(1))));
      questions.add(new Deferred.Question(QueueSql.SUSPECTS, 2, first, row -> suspects = true));
      questions.add(
          new Deferred.Question(
              QueueSql.DUE,
              2,
              now,
              row -> {
                ready |= row.getInt(1) > 0;
                suspects |= row.getInt(2) > 0;
              }));
      questions.add(
          new Deferred.Question(
              QueueSql.NEXT_DUE,
              2,
              now,
              row -> {
                long at = row.getLong(1);
                nextDue = row.wasNull() ? nextDue : Math.min(nextDue, at);
              }));
    }
  }

  private void makeReady(List<Long> served, Claim claim) throws SQLException {
    for (long lane : served) {
      session.later(
          QueueSql.MAKE_READY,
          3,
          (update, from) -> {
            update.setLong(from, lane);
            update.setLong(from + 1, claim.at());
            update.setLong(from + 2, claim.worker());
          });
    }
  }

  /** How many of a lane are taken: those that begin, and those after them that do not yet. */
  private static final class Share {
    int begun;
    int held;
  }

  /**
   * Which to take of which lane. What is taken to be held comes after what begins, and so takes
   * what that has left: nothing if it found less than it wanted.
   */
  private List<Taking> takings(Claim claim, List<Long> served, int most) throws SQLException {
    Map<Long, Share> shares = new HashMap<>();
    if (served.size() == 1 && !claim.awaited()) {
      Share all = new Share();
      all.begun = Math.min(claim.begin(), most);
      all.held = most - all.begun;
      shares.put(served.get(0), all);
    } else {
      share(claim, served, most, shares);
    }
    List<Taking> takings = new ArrayList<>();
    // In the same order by all: they wait for each other where they take bundles apart.
    new TreeMap<>(shares)
        .forEach(
            (lane, share) -> {
              if (share.begun > 0) {
                takings.add(new Taking(lane, share.begun, InvocationState.RUNNING));
              }
              if (share.held > 0) {
                takings.add(new Taking(lane, share.held, InvocationState.CLAIMED));
              }
            });
    return takings;
  }

  private void share(Claim claim, List<Long> served, int most, Map<Long, Share> shares)
      throws SQLException {
    record Head(long lane, long rank, long id) {}
    List<Head> heads = new ArrayList<>();
    List<Deferred.Question> questions = new ArrayList<>();
    for (long lane : served) {
      questions.add(
          new Deferred.Question(
              claim.alone() ? QueueSql.SUSPECTS : QueueSql.READY,
              2,
              (select, from) -> {
                select.setLong(from, lane);
                select.setInt(from + 1, most);
              },
              row -> {
                if (!claim.awaited() || LiveRow.isFront(row.getLong(1))) {
                  heads.add(new Head(lane, row.getLong(1), row.getLong(2)));
                }
              }));
    }
    session.ask(questions.toArray(Deferred.Question[]::new));
    heads.sort(Comparator.comparingLong(Head::rank).thenComparingLong(Head::id));
    for (int i = 0; i < Math.min(most, heads.size()); i++) {
      Share share = shares.computeIfAbsent(heads.get(i).lane, lane -> new Share());
      if (i < claim.begin()) {
        share.begun++;
      } else {
        share.held++;
      }
    }
  }

  /** So many of a lane, the first ones, which become of this state. */
  private record Taking(long lane, int count, InvocationState as) {
    static final int PARAMETERS = 10;

    /** Whether what it takes becomes a bundle. */
    boolean isBundled(Bundles bundles, Claim claim) {
      return as == InvocationState.RUNNING && !claim.alone() && bundles.isWorth(count);
    }

    String sql(Claim claim) {
      return claim.alone() ? QueueSql.TAKE_SUSPECTS : QueueSql.TAKE_READY;
    }

    Deferred.Question question(Claim claim, List<Taken> taken) {
      return new Deferred.Question(
          sql(claim), PARAMETERS, binder(claim), row -> taken.add(Taken.read(row)));
    }

    Deferred.Binder binder(Claim claim) {
      boolean begins = as == InvocationState.RUNNING;
      return (update, from) -> {
        update.setLong(from, claim.worker());
        update.setLong(from + 1, claim.worker());
        update.setInt(from + 2, States.of(as));
        update.setLong(from + 3, claim.token());
        update.setLong(from + 4, claim.at());
        update.setLong(from + 5, begins ? claim.at() : 0);
        update.setInt(from + 6, begins ? LiveRow.BEGUN_BY_CLAIM : 0);
        update.setLong(from + 7, lane);
        update.setInt(from + 8, count);
        update.setLong(from + 9, claim.worker());
      };
    }
  }

  /** A taking of a few, which are taken out of bundles if they wait there. */
  private static final class Peeling {
    private final Taking taking;
    private final Claim claim;
    private final boolean quickly;
    private int count;
    private boolean anyWaits;

    Peeling(Taking taking, Claim claim, boolean quickly) {
      this.taking = taking;
      this.claim = claim;
      this.quickly = quickly;
    }

    /** While no bundles wait, as mostly, they cost no more than a look. */
    List<Deferred.Question> questions(Bundles bundles, List<Taken> taken) {
      boolean unbundles = !quickly || bundles.mayWait();
      List<Deferred.Question> questions = new ArrayList<>();
      if (unbundles) {
        questions.add(
            new Deferred.Question(
                quickly ? BundleSql.UNBUNDLE_FREE : BundleSql.UNBUNDLE,
                2,
                (select, from) -> {
                  select.setLong(from, taking.lane);
                  select.setInt(from + 1, taking.count);
                },
                row -> {}));
      }
      Deferred.Binder binder = taking.binder(claim);
      questions.add(
          new Deferred.Question(
              unbundles ? taking.sql(claim) : PostgresSql.TAKE_UNLESS_BUNDLED,
              unbundles ? Taking.PARAMETERS : Taking.PARAMETERS + 1,
              (update, from) -> {
                binder.bind(update, from);
                if (!unbundles) {
                  update.setLong(from + Taking.PARAMETERS, taking.lane);
                }
              },
              row -> {
                taken.add(Taken.read(row));
                count++;
              }));
      questions.add(
          new Deferred.Question(
              BundleSql.ANY_WAITS,
              1,
              (select, from) -> select.setLong(from, taking.lane),
              row -> anyWaits = true));
      return questions;
    }

    boolean anyWaits() {
      return anyWaits;
    }

    /** Whether there is more where it did not look, or where somebody else was just taking. */
    boolean mayHaveMore() {
      return quickly && anyWaits && count < taking.count;
    }
  }

  /** A taking of many that begin: what waits in bundles, and as a new one what waits alone. */
  private static final class Bundling {
    /** Who wants no more than that is given all of it, whatever it costs. */
    private static final int FEW = 64;

    private final Taking taking;
    private final Claim claim;
    private final Map<Long, Part> parts = new HashMap<>();
    private final boolean whole;
    private int count;

    Bundling(Taking taking, Claim claim, boolean whole) {
      this.taking = taking;
      this.claim = claim;
      this.whole = whole;
    }

    Deferred.Question question(List<Taken> taken) {
      return whole
          ? new Deferred.Question(BundleSql.TAKE_WHOLE, 9, this::bindWhole, row -> read(row, taken))
          : new Deferred.Question(BundleSql.TAKE_BUNDLED, 5, this::bind, row -> read(row, taken));
    }

    private void bindWhole(PreparedStatement select, int from) throws SQLException {
      select.setLong(from, taking.lane);
      select.setLong(from + 1, taking.lane);
      select.setLong(from + 2, taking.lane);
      select.setInt(from + 3, taking.count);
      select.setLong(from + 4, claim.worker());
      select.setLong(from + 5, claim.token());
      select.setLong(from + 6, claim.at());
      select.setInt(from + 7, taking.count);
      select.setLong(from + 8, claim.worker());
    }

    private void bind(PreparedStatement select, int from) throws SQLException {
      select.setLong(from, taking.lane);
      select.setInt(from + 1, taking.count);
      select.setLong(from + 2, claim.worker());
      select.setLong(from + 3, claim.token());
      select.setLong(from + 4, claim.at());
    }

    private void read(ResultSet row, List<Taken> taken) throws SQLException {
      Taken one = Taken.read(row);
      taken.add(one);
      count++;
      long first = row.getLong(15);
      if (first != 0) {
        Part part = parts.computeIfAbsent(first, key -> new Part());
        part.places = row.getInt(16);
        part.members.add(
            new Bundle.Member(row.getInt(17) - 1, one.id(), one.rank(), row.getLong(14)));
      }
    }

    /** Whether there may be more: where it was not looked, or behind what was taken. */
    boolean mayHaveMore() {
      int left = taking.count - count;
      return whole
          ? count == 0 || left >= BundledRows.MOST || (taking.count < FEW && left > 0)
          : count > 0 && left > 0;
    }

    /** Once it is committed. */
    void tell(Bundles bundles) {
      parts.forEach(
          (first, part) ->
              bundles.know(
                  Bundle.of(
                      new Bundle.Key(claim.worker(), claim.token(), first),
                      taking.lane,
                      claim.at(),
                      part.places,
                      part.members)));
    }

    /** What is answered of one bundle, and how many were in it once, if more. */
    private static final class Part {
      final List<Bundle.Member> members = new ArrayList<>();
      int places;
    }
  }
}
