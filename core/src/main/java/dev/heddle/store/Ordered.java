package dev.heddle.store;

import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An ordered invocation in memory: what was ordered, and how far it is. */
final class Ordered {
  /** How many shared deaths make a suspect: one proves little, two are no chance. */
  private static final int SUSPECT = 2;

  final Submission submission;

  /** The parent's epoch when it last asked for this one. */
  long parentEpoch;

  InvocationState state;
  long due;
  boolean front;

  /** The worker that owns it; 0 for none. */
  long owner;

  /** Its present or last owner. */
  long worker;

  long epoch;
  int attempt = 1;
  long token;

  /** Whether the claim itself counts as the beginning of the body. */
  boolean begunByClaim;

  /** Its epoch as of its present or last claim. */
  private long claimEpoch;

  /** How long it had run at its end, in milliseconds; 0 if its body did not. */
  long lasted;

  /** How long it had waited, at its end, for who had it then; -1 if nobody had it. */
  long waited = -1;

  final List<Long> deaths = new ArrayList<>(0);
  int sharedDeaths;
  long claimedAt;
  long startedAt;
  long endedAt;
  Hits hits = Hits.NONE;
  @Nullable StoredError error;
  long done;
  long total;

  /** Task and key of the code that ran, as against the submitter's. */
  @Nullable InvocationHead ran;

  /** What departed from the regular course, in the order it happened. */
  final List<StateChange> departures = new ArrayList<>(0);

  private final StateChange birth;

  /** Whether the present claim is in {@link #departures} already. */
  private boolean claimTold;

  Ordered(Submission submission, InvocationState born, long claimant, String why) {
    this.submission = submission;
    this.state = born;
    this.due = submission.order().due();
    if (claimant != 0) {
      owner = claimant;
      worker = claimant;
      epoch = 1;
      claimEpoch = 1;
      claimedAt = submission.submittedAt();
      startedAt = submission.submittedAt();
      claimTold = true;
    }
    this.birth = line(submission.submittedAt(), born, why);
  }

  long id() {
    return submission.id();
  }

  boolean isLive() {
    return !state.isFinal();
  }

  boolean isSuspect() {
    return sharedDeaths >= SUSPECT;
  }

  /** The order in which available ones are claimed. */
  static Comparator<Ordered> firstToClaim() {
    return Comparator.comparing((Ordered o) -> !o.front)
        .thenComparing(o -> o.submission.order().priority(), Comparator.reverseOrder())
        .thenComparing(Ordered::id);
  }

  void claimed(long by, Claim claim, boolean begun) {
    owner = by;
    worker = by;
    epoch++;
    claimEpoch = epoch;
    token = claim.token();
    begunByClaim = begun;
    claimedAt = claim.at();
    startedAt = begun ? claim.at() : 0;
    claimTold = false;
  }

  /** Whether its owner may not know of the claim yet. */
  boolean isFreshlyClaimed() {
    return state == InvocationState.CLAIMED || (state == InvocationState.RUNNING && begunByClaim);
  }

  /** Notes what is not the regular course; the claim it ends stays readable before it. */
  void departed(long at, String why) {
    tellClaim(departures);
    departures.add(line(at, state, why));
  }

  private void tellClaim(List<StateChange> lines) {
    if (claimTold || claimedAt == 0) {
      return;
    }
    claimTold = lines == departures;
    if (!begunByClaim) {
      lines.add(line(claimedAt, InvocationState.CLAIMED, claimEpoch, ""));
    }
    if (startedAt != 0) {
      lines.add(line(startedAt, InvocationState.RUNNING, claimEpoch, ""));
    }
  }

  private StateChange line(long at, InvocationState became, String why) {
    return line(at, became, epoch, why);
  }

  private StateChange line(long at, InvocationState became, long epochThen, String why) {
    String by = worker == 0 ? "" : Ids.text(worker);
    return new StateChange(Instant.ofEpochMilli(at), became, by, attempt, epochThen, why);
  }

  /** Notes, before its owner loses it, how long it took. */
  void measured(long at) {
    if (owner != 0) {
      waited = Math.max(0, claimedAt - Math.max(due, submission.submittedAt()));
      lasted = startedAt == 0 ? 0 : Math.max(0, at - startedAt);
    }
  }

  List<StateChange> history() {
    List<StateChange> lines = new ArrayList<>();
    lines.add(birth);
    lines.addAll(departures);
    tellClaim(lines);
    // A cancel is a departure, and so is a death too many: they have said it already.
    if (state.isFinal() && lines.get(lines.size() - 1).state() != state) {
      lines.add(line(endedAt, state, ""));
    }
    lines.sort(Comparator.comparing(StateChange::at));
    return lines;
  }

  TaskVersion task() {
    return ran == null ? submission.task() : ran.task();
  }

  Hash key() {
    return ran == null ? submission.key() : ran.key();
  }

  Claimed asClaimed() {
    return new Claimed(submission, epoch, begunByClaim, attempt, isSuspect());
  }

  InvocationRecord record(TaskVersion task, @Nullable CallNode node, List<Long> waitsFor) {
    boolean succeeded = state == InvocationState.SUCCEEDED;
    return new InvocationRecord(
        id(),
        submission.execution(),
        submission.parent(),
        0,
        task,
        key(),
        state,
        submission.arguments(),
        startedAt,
        endedAt,
        hits,
        node == null || !succeeded ? null : node.result(),
        error,
        new QueueRecord(
            submission,
            claimedAt,
            worker,
            attempt,
            epoch,
            List.copyOf(deaths),
            waitsFor,
            done,
            total));
  }
}
