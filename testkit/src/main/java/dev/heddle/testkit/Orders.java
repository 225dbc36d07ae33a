package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.expectApplied;
import static dev.heddle.testkit.Calls.node;
import static dev.heddle.testkit.Calls.value;

import dev.heddle.InvocationState;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Claim;
import dev.heddle.store.Claimed;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationHead;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.Submission;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Orders invocations and carries them out for tests of stores, in one client's name. Its clock
 * moves by a millisecond whenever it is asked.
 */
public final class Orders {
  /** Of the task that workers of {@link #worker()} know. */
  public static final String TASK = Calls.TASK.name();

  /** Of claims; any number that was not used before will do. */
  private static final AtomicLong TOKENS = new AtomicLong(7_000_000);

  private final Store store;
  private final Calls calls;
  private long now = 10_000;

  /** For this client of a store. */
  public Orders(Store store) {
    this.store = store;
    this.calls = new Calls(store);
  }

  /** The next millisecond. */
  public long now() {
    return ++now;
  }

  /** Lets time pass. */
  public void pass(long millis) {
    now += millis;
  }

  // Ordering

  /** Begins to describe the order of a call of {@link Calls#TASK} with this text as argument. */
  public Draft draft(String call) {
    return new Draft(store.reserveIds(1), call, now());
  }

  /** A plain order of that call. */
  public Submission order(String call) {
    return draft(call).make();
  }

  /** Orders that call, and answers its id. */
  public long submit(String call) {
    return submit(order(call));
  }

  /** Orders it, and answers its id. */
  public long submit(Submission submission) {
    expectApplied(apply(Fence.NONE, submitted(submission)));
    return submission.id();
  }

  /** Orders so many calls with the argument "hay" after this one, and answers the first id. */
  public long submitHay(Submission first, int count) {
    long ids = store.reserveIds(count);
    List<Submission> hay = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hay.add(
          new Submission(
              ids + i,
              ids + i,
              null,
              first.task(),
              first.key(),
              List.of(value("hay")),
              null,
              first.order(),
              0,
              first.submittedAt() + 1 + i / 1_000));
    }
    expectApplied(apply(Fence.NONE, new Change.Submitted(hay, 0)));
    return ids;
  }

  /** They were ordered. */
  public static Change submitted(Submission... submissions) {
    return new Change.Submitted(Arrays.asList(submissions), 0);
  }

  /** Orders that call from the body of this one, and answers its id. */
  public long submitChild(Claimed parent, String call) {
    Submission child = child(parent, call).make();
    expectApplied(apply(fence(parent), submitted(child)));
    return child.id();
  }

  /** Begins to describe what the body of this one orders. */
  public Draft child(Claimed parent, String call) {
    return draft(call)
        .execution(parent.submission().execution())
        .child(parent.submission().id(), parent.attempt(), 0);
  }

  // Workers

  /** A worker that knows {@link Calls#TASK} and serves all queues. */
  public long worker() {
    return worker(TASK);
  }

  /** A worker that knows these tasks. */
  public long worker(String... tasks) {
    long id = store.reserveIds(1);
    expectApplied(
        apply(Fence.NONE, new Change.WorkerJoined(id, 4, List.of(), List.of(tasks), now())));
    return id;
  }

  /** A token that no claim had. */
  public static long token() {
    return TOKENS.incrementAndGet();
  }

  /** What this worker would take, of the task it knows, in all queues. */
  public Claim claim(long worker, long token, int most, int begin) {
    return new Claim(worker, token, Set.of(), Set.of(TASK), most, begin, false, now());
  }

  /** The same of what paused bodies await, and nothing else. */
  public Claim awaited(long worker, int most) {
    return new Claim(worker, token(), Set.of(), Set.of(TASK), most, 0, false, true, now());
  }

  /** Takes up to so many, none of them begun. */
  public List<Claimed> take(long worker, int most) {
    return store.claim(claim(worker, token(), most, 0));
  }

  /** Takes up to so many, all of them begun. */
  public List<Claimed> run(long worker, int most) {
    return store.claim(claim(worker, token(), most, most));
  }

  /** Takes the next one, begun. */
  public Claimed runNext(long worker) {
    return only(run(worker, 1));
  }

  /** Takes the next one, not begun. */
  public Claimed takeNext(long worker) {
    return only(take(worker, 1));
  }

  /** Takes the next suspect, begun. */
  public List<Claimed> runSuspect(long worker) {
    return store.claim(new Claim(worker, token(), Set.of(), Set.of(TASK), 1, 1, true, now()));
  }

  private static Claimed only(List<Claimed> claimed) {
    if (claimed.size() != 1) {
      throw new AssertionError("expected to claim one but claimed " + claimed);
    }
    return claimed.get(0);
  }

  // What an owner says

  /** Applies one set. */
  public Outcome apply(Fence fence, Change... changes) {
    return calls.apply(fence, changes);
  }

  /** Applies one set under the fence of this claim. */
  public Outcome apply(Claimed claimed, Change... changes) {
    return calls.apply(fence(claimed), changes);
  }

  /** The word of its owner. */
  public static Fence fence(Claimed claimed) {
    return new Fence(claimed.submission().id(), claimed.epoch());
  }

  /** As its owner names it: on record, so without arguments. */
  public static InvocationHead head(Claimed claimed) {
    Submission s = claimed.submission();
    return head(claimed, s.task(), s.key());
  }

  /** Likewise, at the code that really ran. */
  public static InvocationHead head(Claimed claimed, TaskVersion task, Hash key) {
    Submission s = claimed.submission();
    return new InvocationHead(
        s.id(), s.execution(), s.parent(), 0, task, key, List.of(), true, false);
  }

  /** The body begins. */
  public Change begun(Claimed claimed) {
    return new Change.Begun(claimed.submission().id(), now());
  }

  /** The body waits. */
  public Change paused(Claimed claimed, Long... waitsFor) {
    return new Change.Paused(claimed.submission().id(), Arrays.asList(waitsFor), now());
  }

  /** The body goes on. */
  public Change resumed(Claimed claimed) {
    return new Change.Resumed(claimed.submission().id(), now());
  }

  /** The attempt failed and there will be another. */
  public Change retryPlanned(Claimed claimed, long due) {
    return new Change.RetryPlanned(claimed.submission().id(), Calls.error("flaky"), due, now());
  }

  /** The owner gives it back. */
  public Change givenBack(Claimed claimed) {
    return new Change.GivenBack(claimed.submission().id(), "drained", now());
  }

  /** It came to this. */
  public Change succeeded(Claimed claimed, String result) {
    return succeeded(head(claimed), result);
  }

  /** Likewise. */
  public Change succeeded(InvocationHead head, String result) {
    return new Change.Succeeded(head, node(value(result)), Hits.NONE, 0, now());
  }

  /** It threw. */
  public Change failed(Claimed claimed) {
    return new Change.Failed(head(claimed), Calls.error("broken"), Hits.NONE, 0, now());
  }

  /** Someone wants these given up. */
  public Change cancelRequested(Long... ids) {
    return new Change.CancelRequested(Arrays.asList(ids), "not wanted", now());
  }

  /** The state it is in by the word of the store. */
  public InvocationState state(long id) {
    InvocationState state = store.states(List.of(id)).get(id);
    if (state == null) {
      throw new AssertionError("invocation " + id + " is unknown");
    }
    return state;
  }
}
