package dev.heddle.sql;

import dev.heddle.InvocationState;
import dev.heddle.store.Claim;
import dev.heddle.store.Submission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The row of an ordered invocation that is not final, as a transaction has it. */
final class LiveRow {
  /** Its claim counts as the beginning of its body. */
  static final int BEGUN_BY_CLAIM = 1;

  /** Its present claim is in the history already. */
  static final int CLAIM_TOLD = 2;

  /** There is an execution of its id. */
  static final int EVALUATED = 4;

  /** A paused body came to wait for it. */
  static final int AWAITED = 8;

  /** How many shared deaths make a suspect: one proves little, two are no chance. */
  private static final int SUSPECT = 2;

  /** What a body awaits goes before every priority. */
  private static final long FRONT = 1L << 40;

  /** Whether one of this rank stands before all that nobody awaits: a priority has 32 bits. */
  static boolean isFront(long rank) {
    return rank < -(FRONT >> 1);
  }

  final long id;
  final long lane;
  long rank;

  /** Since when it may run, or will; 0 for one of an earlier version that may at once. */
  long due;

  InvocationState state;
  long owner;
  long worker;
  long epoch;
  int attempt = 1;
  long token;
  long claimedAt;
  long begunAt;
  int flags;
  int sharedDeaths;
  byte @Nullable [] deaths;

  /** When and why it ended, if it did so in this transaction. */
  long endedAt;

  String endedBecause = "";

  /** Whether the table has it. */
  boolean stored;

  /** What has it in the table's stead; null if nothing does. */
  @Nullable Bundle bundle;

  /** Where it is in that, from 0. */
  int place;

  private LiveRow(long id, long lane, InvocationState state) {
    this.id = id;
    this.lane = lane;
    this.state = state;
  }

  /** One that is ordered now; by a claimant other than 0 it is taken at once. */
  static LiveRow born(Submission submission, long lane, InvocationState state, long claimant) {
    LiveRow row = new LiveRow(submission.id(), lane, state);
    row.rank = -(long) submission.order().priority();
    row.due = Math.max(submission.order().due(), submission.submittedAt());
    if (claimant != 0) {
      row.owner = claimant;
      row.worker = claimant;
      row.epoch = 1;
      row.claimedAt = submission.submittedAt();
      row.begunAt = submission.submittedAt();
      row.flags = CLAIM_TOLD; // by the order itself
    }
    return row;
  }

  /** One in a bundle: it waits as it was ordered, or began by its first claim. */
  static LiveRow bundled(Bundle bundle, Bundle.Member member, long lane, long claimedAt) {
    boolean runs = bundle.isOwned();
    LiveRow row =
        new LiveRow(member.id(), lane, runs ? InvocationState.RUNNING : InvocationState.QUEUED);
    row.bundle = bundle;
    row.place = member.place();
    row.rank = member.rank();
    row.due = member.due();
    row.owner = bundle.key.owner();
    row.worker = bundle.key.owner();
    row.epoch = runs ? 1 : 0;
    row.token = bundle.key.token();
    row.claimedAt = claimedAt;
    row.begunAt = claimedAt;
    row.flags = runs ? BEGUN_BY_CLAIM : 0;
    return row;
  }

  /** One with a row of its own that began by its first claim. */
  static LiveRow begun(Taken taken, long lane, Claim claim) {
    LiveRow row = new LiveRow(taken.id(), lane, InvocationState.RUNNING);
    row.rank = taken.rank();
    row.due = taken.due();
    row.owner = claim.worker();
    row.worker = claim.worker();
    row.epoch = 1;
    row.token = claim.token();
    row.claimedAt = claim.at();
    row.begunAt = claim.at();
    row.flags = BEGUN_BY_CLAIM;
    return row;
  }

  /** One as the table has it. */
  static LiveRow read(ResultSet row) throws SQLException {
    LiveRow live = new LiveRow(row.getLong(1), row.getLong(2), States.invocation(row.getInt(5)));
    live.rank = row.getLong(3);
    live.due = row.getLong(4);
    live.owner = row.getLong(6);
    live.worker = row.getLong(7);
    live.epoch = row.getLong(8);
    live.attempt = row.getInt(9);
    live.token = row.getLong(10);
    live.claimedAt = row.getLong(11);
    live.begunAt = row.getLong(12);
    live.flags = row.getInt(13);
    live.sharedDeaths = row.getInt(14);
    live.deaths = row.getBytes(15);
    live.stored = true;
    return live;
  }

  /** Binds what may change; returns the place of the next parameter. */
  int bind(Batch to) throws SQLException {
    to.setLong(1, rank);
    to.setLong(2, due);
    to.setInt(3, States.of(state));
    to.setLong(4, owner);
    to.setLong(5, worker);
    to.setLong(6, epoch);
    to.setInt(7, attempt);
    to.setLong(8, token);
    to.setLong(9, claimedAt);
    to.setLong(10, begunAt);
    to.setInt(11, flags);
    to.setInt(12, sharedDeaths);
    to.setInt(13, isSuspect() ? 1 : 0);
    to.setBytes(14, deaths);
    return 15;
  }

  boolean isLive() {
    return !state.isFinal();
  }

  boolean isSuspect() {
    return sharedDeaths >= SUSPECT;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  void set(int flag) {
    flags |= flag;
  }

  void awaited() {
    if (!has(AWAITED)) {
      set(AWAITED);
      rank -= FRONT;
    }
  }

  /** Counts a death of its owner; answers all that were counted. */
  List<Long> countDeath() {
    List<Long> workers = new ArrayList<>(deaths(deaths));
    workers.add(owner);
    deaths = Blobs.ids(workers.stream().mapToLong(Long::longValue).toArray());
    return workers;
  }

  static List<Long> deaths(byte @Nullable [] blob) {
    List<Long> workers = new ArrayList<>();
    for (long worker : Blobs.ids(blob)) {
      workers.add(worker);
    }
    return List.copyOf(workers);
  }
}
