package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.store.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The slots of one evaluation: who waits for one, who has one, and what must be on record before a
 * body begins. Confined to the loop.
 *
 * <p>A body has its slot to itself, but for those of tasks known to be tiny. Handing such a body
 * over, and waking the loop for the next, costs several times what it does (measured: 0.6 context
 * switches a call); so they stand ready in a short queue, from which a slot takes one after
 * another. No more run at once than before, and none waits behind a slow one while a slot is free.
 */
final class Slots {
  /** A body still running after this long gets its row, so that others can see it. */
  private static final long VISIBLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** With this many sets waiting for their commit no more bodies are begun. */
  private static final int MAX_PENDING = 20_000;

  /** How many tiny bodies stand ready or run. */
  private static final int MAX_TINY = 128;

  /** How long an interrupted body may take to return before it is given up. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Engine engine;
  private final Evaluation evaluation;
  private final Records records;
  private final Account account;
  private final boolean useCache;
  private final Paces paces = new Paces();
  private final ArrayDeque<CallCell> waiting = new ArrayDeque<>();
  private final ArrayDeque<Runnable> functions = new ArrayDeque<>();
  private final Set<Body> running = new LinkedHashSet<>();
  private final ConcurrentLinkedQueue<Body> ready = new ConcurrentLinkedQueue<>();
  private int tiny;
  private int busy;
  private long interruptedNanos;

  Slots(Engine engine, Evaluation evaluation, Records records, Account account, boolean useCache) {
    this.engine = engine;
    this.evaluation = evaluation;
    this.records = records;
    this.account = account;
    this.useCache = useCache;
  }

  void enqueue(CallCell call) {
    if (call.lookedUpTwice) {
      waiting.addFirst(call); // It had its turn, and went back only to be looked up again.
    } else {
      waiting.addLast(call);
    }
  }

  /** Runs an inline function on a slot, before any body: values others wait for come of it. */
  void apply(Runnable function) {
    functions.addLast(function);
  }

  /** Fills free slots. */
  void dispatch() {
    int free = engine.executor.slots() - busy;
    while (free > 0 && !functions.isEmpty()) {
      busy++;
      free--;
      engine.executor.start(functions.removeFirst());
    }
    // Whoever waits longest is next: while it is one that needs a slot of its own, or an inline
    // function does, nothing more is made ready, and the slots that serve what is become free.
    if (functions.isEmpty() && !waiting.isEmpty() && engine.committer.pending() <= MAX_PENDING) {
      free = beginWaiting(free);
    }
    for (int behind = ready.isEmpty() ? 0 : tiny; free > 0 && behind > 0; free--, behind--) {
      busy++;
      engine.executor.start(this::serveReady);
    }
  }

  private int beginWaiting(int slots) {
    int free = slots;
    for (CallCell call = waiting.peekFirst(); call != null; call = waiting.peekFirst()) {
      boolean small = call.cache != Cache.NONE && !call.lookedUpTwice && paces.isTiny(call.task);
      if (small ? tiny >= MAX_TINY : free == 0) {
        break;
      }
      waiting.removeFirst();
      if (small) {
        makeReady(call);
      } else {
        begin(call);
        free--;
      }
    }
    return free;
  }

  private void makeReady(CallCell call) {
    identify(call);
    tiny++;
    ready.add(newBody(call, true));
  }

  /** On a slot's thread. */
  private void serveReady() {
    for (Body body = ready.poll(); body != null; body = ready.poll()) {
      body.run();
    }
    evaluation.post(() -> busy--);
  }

  /** Begins a call, or has its row made durable first; either way it takes a slot. */
  private void begin(CallCell call) {
    // One that was in flight elsewhere is not short, whatever the others of its task are.
    boolean exclusive =
        useCache && call.cache == Cache.STORE && (call.lookedUpTwice || !paces.isShort(call.task));
    identify(call);
    busy++;
    if (exclusive || call.cache == Cache.NONE) {
      records.started(
          call, exclusive, outcome -> evaluation.post(() -> startAnswered(call, outcome)));
    } else {
      run(call);
    }
  }

  private void identify(CallCell call) {
    if (call.id == 0) {
      call.id = engine.ids.next();
    }
    call.startedAt = engine.clock.millis();
  }

  private void startAnswered(CallCell call, Outcome outcome) {
    if (outcome instanceof Outcome.InFlight holder) {
      busy--;
      call.startedAt = 0;
      evaluation.contend(call, holder);
      return;
    }
    if (outcome instanceof Outcome.Answered) {
      busy--;
      evaluation.lookUpAgain(call);
      return;
    }
    if (!records.isApplied(outcome)) {
      busy--;
      return; // The evaluation is broken by it and stops.
    }
    records.isOpen(call);
    if (evaluation.isStopping()) {
      busy--;
      return;
    }
    run(call);
  }

  private void run(CallCell call) {
    engine.executor.start(newBody(call, false));
  }

  private Body newBody(CallCell call, boolean small) {
    Body body = new Body(engine, evaluation, call, small);
    call.startedNanos = System.nanoTime();
    running.add(body);
    if (!small) {
      account.startedBody(call); // What is only ready may never begin.
    }
    return body;
  }

  void ended(Body body, long nanos) {
    if (body.small()) {
      tiny--;
      if (!body.call().onRecord) {
        account.startedBody(body.call());
      }
    } else {
      busy--;
    }
    running.remove(body);
    paces.note(body.call().task, nanos);
  }

  void functionEnded() {
    busy--;
  }

  boolean isIdle() {
    return busy == 0 && tiny == 0 && waiting.isEmpty() && functions.isEmpty();
  }

  void stopStarting() {
    waiting.clear();
    functions.clear();
    for (Body body = ready.poll(); body != null; body = ready.poll()) {
      tiny--;
      running.remove(body);
    }
  }

  void interruptAll() {
    interruptedNanos = System.nanoTime();
    running.forEach(Body::interrupt);
  }

  /** Whether interrupted bodies had their time to return. */
  boolean isGivenUp() {
    return interruptedNanos != 0 && System.nanoTime() - interruptedNanos >= GRACE_NANOS;
  }

  List<CallCell> runningCalls() {
    List<CallCell> calls = new ArrayList<>();
    running.forEach(body -> calls.add(body.call()));
    return calls;
  }

  List<String> runningTasks() {
    return runningCalls().stream().map(call -> call.task.name()).toList();
  }

  /** How long the loop may sleep before {@link #duties} has something to do; -1 for ever. */
  long nanosToNextDuty() {
    long now = System.nanoTime();
    long next = Long.MAX_VALUE;
    if (interruptedNanos != 0) {
      next = interruptedNanos + GRACE_NANOS - now;
    }
    if (!waiting.isEmpty() && busy < engine.executor.slots()) {
      next = Math.min(next, TimeUnit.MILLISECONDS.toNanos(1)); // The committer is behind.
    }
    for (Body body : running) {
      if (!body.call().onRecord) {
        next = Math.min(next, body.call().startedNanos + VISIBLE_NANOS - now);
        break; // They are in the order in which they began.
      }
    }
    return next == Long.MAX_VALUE ? -1 : Math.max(next, 0);
  }

  /** Makes the rows of bodies durable that have run for a while. */
  void duties() {
    long visible = System.nanoTime() - VISIBLE_NANOS;
    for (Iterator<Body> bodies = running.iterator(); bodies.hasNext(); ) {
      Body body = bodies.next();
      CallCell call = body.call();
      if (call.startedNanos - visible > 0) {
        return;
      }
      if (!call.onRecord) {
        if (body.small()) {
          account.startedBody(call);
        }
        records.started(call, false, null);
        records.isOpen(call);
      }
    }
  }
}
