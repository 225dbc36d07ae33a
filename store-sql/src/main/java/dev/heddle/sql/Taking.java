package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Claim;
import java.util.List;

/** A part of a claim: so many of a lane, the first ones, which become of this state. */
record Taking(Claim claim, long lane, int count, InvocationState as) {
  static final int PARAMETERS = 10;

  /** Whether they begin with it; else they are held until one of them is wanted. */
  boolean begins() {
    return as == InvocationState.RUNNING;
  }

  /** What takes them one by one. */
  String sql() {
    return claim.alone() ? QueueSql.TAKE_SUSPECTS : QueueSql.TAKE_READY;
  }

  Deferred.Question question(List<Taken> taken) {
    return new Deferred.Question(sql(), PARAMETERS, binder(), row -> taken.add(Taken.read(row)));
  }

  Deferred.Binder binder() {
    return (update, from) -> {
      update.setLong(from, claim.worker());
      update.setLong(from + 1, claim.worker());
      update.setInt(from + 2, States.of(as));
      update.setLong(from + 3, claim.token());
      update.setLong(from + 4, claim.at());
      update.setLong(from + 5, begins() ? claim.at() : 0);
      update.setInt(from + 6, begins() ? LiveRow.BEGUN_BY_CLAIM : 0);
      update.setLong(from + 7, lane);
      update.setInt(from + 8, count);
      update.setLong(from + 9, claim.worker());
    };
  }
}
