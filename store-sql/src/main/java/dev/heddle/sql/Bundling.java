package dev.heddle.sql;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a server takes so many of a lane, where some may wait in bundles: many that begin become
 * bundles, and of a few each gets a row of its own. Used once.
 */
interface Bundling {
  /** What does it; those it takes are added to a list. */
  List<Deferred.Question> questions(KnownClaims known, List<Taken> taken);

  /** Whether there may be more: where it was not looked, or where somebody else was just taking. */
  boolean mayHaveMore();

  /** Says what it saw, once that is committed. */
  void tell(KnownClaims known);

  /**
   * One for this taking.
   *
   * @param quickly whether to be content with what costs little
   */
  static Bundling of(Taking taking, KnownClaims known, boolean quickly) {
    // What is held comes after what begins, which has to be the very first then.
    boolean all = taking.claim().begin() == taking.claim().most();
    return all && taking.begins() && known.isWorth(taking.count())
        ? new Kept(taking, quickly)
        : new Peeled(taking, quickly);
  }

  /** A few, which are taken out of bundles if they wait there. */
  final class Peeled implements Bundling {
    private final Taking taking;
    private final boolean quickly;
    private final List<LiveRow> begun = new ArrayList<>(0);
    private int count;
    private boolean anyWaits;

    private Peeled(Taking taking, boolean quickly) {
      this.taking = taking;
      this.quickly = quickly;
    }

    /** While no bundles wait, as mostly, they cost no more than a look. */
    @Override
    public List<Deferred.Question> questions(KnownClaims known, List<Taken> taken) {
      boolean unbundles = !quickly || known.mayWait(taking.lane());
      List<Deferred.Question> questions = new ArrayList<>();
      if (unbundles) {
        questions.add(
            new Deferred.Question(
                quickly ? BundleSql.UNBUNDLE_FREE : BundleSql.UNBUNDLE,
                2,
                (select, from) -> {
                  select.setLong(from, taking.lane());
                  select.setInt(from + 1, taking.count());
                },
                row -> {}));
      }
      Deferred.Binder binder = taking.binder();
      questions.add(
          new Deferred.Question(
              unbundles ? taking.sql() : PostgresSql.TAKE_UNLESS_BUNDLED,
              unbundles ? Taking.PARAMETERS : Taking.PARAMETERS + 1,
              (update, from) -> {
                binder.bind(update, from);
                if (!unbundles) {
                  update.setLong(from + Taking.PARAMETERS, taking.lane());
                }
              },
              row -> {
                Taken one = Taken.read(row);
                taken.add(one);
                count++;
                if (one.isFirst()) {
                  begun.add(LiveRow.begun(one, taking.lane(), taking.claim()));
                }
              }));
      questions.add(
          new Deferred.Question(
              BundleSql.ANY_WAITS,
              1,
              (select, from) -> select.setLong(from, taking.lane()),
              row -> anyWaits = true));
      return questions;
    }

    @Override
    public boolean mayHaveMore() {
      return quickly && anyWaits && count < taking.count();
    }

    @Override
    public void tell(KnownClaims known) {
      known.sawWaiting(taking.lane(), anyWaits);
      begun.forEach(known::begun);
    }
  }

  /** Many that begin: what waits in bundles, and as a new one what waits alone. */
  final class Kept implements Bundling {
    /** Who wants no more than that is given all of it, whatever it costs. */
    private static final int FEW = 64;

    private final Taking taking;
    private final Map<Long, Part> parts = new HashMap<>();
    private final boolean whole;
    private int count;

    private Kept(Taking taking, boolean whole) {
      this.taking = taking;
      this.whole = whole;
    }

    /** What is answered of one bundle, and how many were in it once, if more. */
    private static final class Part {
      final List<Bundle.Member> members = new ArrayList<>();
      int places;
    }

    @Override
    public List<Deferred.Question> questions(KnownClaims known, List<Taken> taken) {
      return List.of(
          new Deferred.Question(
              whole ? BundleSql.TAKE_WHOLE : BundleSql.TAKE_BUNDLED,
              BundleSql.CLAIM_PARAMETERS,
              this::bind,
              row -> read(row, taken)));
    }

    private void bind(PreparedStatement select, int from) throws SQLException {
      select.setLong(from, taking.lane());
      select.setInt(from + 1, taking.count());
      select.setLong(from + 2, taking.claim().worker());
      select.setLong(from + 3, taking.claim().token());
      select.setLong(from + 4, taking.claim().at());
    }

    private void read(ResultSet row, List<Taken> taken) throws SQLException {
      Taken one = Taken.read(row);
      taken.add(one);
      count++;
      long first = row.getLong(15);
      if (first != 0) {
        Part part = parts.computeIfAbsent(first, key -> new Part());
        part.places = row.getInt(16);
        part.members.add(new Bundle.Member(row.getInt(17) - 1, one.id(), one.rank(), one.due()));
      }
    }

    @Override
    public boolean mayHaveMore() {
      int left = taking.count() - count;
      return whole
          ? count == 0 || left >= BundledRows.MOST || (taking.count() < FEW && left > 0)
          : count > 0 && left > 0;
    }

    @Override
    public void tell(KnownClaims known) {
      parts.forEach(
          (first, part) ->
              known.know(
                  Bundle.of(
                      new Bundle.Key(taking.claim().worker(), taking.claim().token(), first),
                      taking.lane(),
                      taking.claim().at(),
                      part.places,
                      part.members)));
    }
  }
}
