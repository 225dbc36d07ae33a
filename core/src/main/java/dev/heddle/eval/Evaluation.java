package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.HeddleException;
import dev.heddle.RunOptions;
import dev.heddle.executor.BodyContext;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Outcome;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.StoredError;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One execution: reduces a root expression to its value (DESIGN §4). One event loop, on the thread
 * that calls {@link #run}, owns all state; bodies, look-ups and commits happen elsewhere and post
 * back. Nothing recurses: a cell that settles puts those who wait for it into a queue.
 */
public final class Evaluation {
  /** How many look-ups travel as one query. */
  private static final int FRONTIER = 512;

  /** How many steps the loop takes before it looks after slots and its inbox again. */
  private static final int STEPS = 1024;

  private final Engine engine;
  private final RunOptions options;
  private final EvaluationRoot source;
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final ArrayDeque<Cell> toStart = new ArrayDeque<>();
  private final ArrayDeque<Notice> notices = new ArrayDeque<>();
  private final Map<Hash, CallCell> calls = new HashMap<>();
  private final Hasher keyHasher = Hasher.reusable();
  private final NodeFacts facts = new NodeFacts();
  private final LookUps lookUps;
  private final Records records;
  private final Account account;
  private final Slots slots;
  private final Contention contention;
  private final Root root = new Root();
  private List<CallCell> unknown = new ArrayList<>();
  private int readsUnderWay;
  private int lookUpsUnderWay;
  private boolean stopping;
  private boolean settling;
  private @Nullable String cancelled;
  private @Nullable Throwable broken;
  private Adoption adoption = Adoption.NONE;
  private volatile @Nullable Thread thread;

  /** Who is to be told that what settled. */
  private record Notice(Cell cell, Cell dependency, int slot) {}

  Evaluation(Engine engine, EvaluationRoot source) {
    this.engine = engine;
    this.source = source;
    this.options = source.options();
    this.lookUps = new LookUps(engine);
    this.records = new Records(engine, this, source);
    this.account = new Account(options.listener());
    this.slots = new Slots(engine, this, records, account, options.useCache());
    this.contention = new Contention(engine, this);
  }

  /**
   * Evaluates, on this thread, and returns when all that was done is durable. An interrupt of the
   * thread cancels the execution.
   *
   * @return the value of the expression
   * @throws RuntimeException what a body threw, if that is unchecked
   * @throws dev.heddle.TaskFailedException with what a body threw as its cause, if that is checked
   * @throws dev.heddle.ExecutionCancelledException if it was cancelled
   */
  public @Nullable Object run() {
    return evaluate().get();
  }

  /** As {@link #run}, for those to whom the report is enough: the value is not read back. */
  public void runForReport() {
    evaluate();
  }

  private Val evaluate() {
    thread = Thread.currentThread();
    engine.began(this);
    try {
      return engine.executor.withoutSlot(this::reduceToEnd);
    } finally {
      engine.ended(this);
      thread = null;
    }
  }

  /** Whether the caller is its loop. */
  boolean isOnThisThread() {
    return Thread.currentThread() == thread;
  }

  private Val reduceToEnd() {
    boolean interrupted = false;
    long begun = System.nanoTime();
    try {
      adoption = source.adoption();
      records.executionStarted(options.commandLine());
    } catch (RuntimeException | Error e) {
      breakWith(e);
    }
    account.started(records.executionId());
    root.begin();
    while (true) {
      try {
        turn();
        if (isDone()) {
          break;
        }
        waitForPosts();
      } catch (InterruptedException e) {
        interrupted = true;
        stop("its thread was interrupted");
      } catch (RuntimeException | Error e) {
        // Whatever it is, the execution is to end on record, and what runs is to be let finish.
        breakWith(e);
      }
    }
    settling = true;
    contention.close();
    Ending ending = new Ending(records, account, source, root, slots, engine, broken, cancelled);
    try {
      return ending.end(System.nanoTime() - begun);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Stops it from another thread: nothing new starts, what runs is interrupted. */
  public void cancel(String reason) {
    post(() -> stop(reason));
  }

  /** The names of the tasks whose bodies run now; for a message, from any thread. */
  public List<String> runningTasks() {
    CompletableFuture<List<String>> answer = new CompletableFuture<>();
    post(() -> answer.complete(slots.runningTasks()));
    try {
      return answer.get(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return List.of();
    }
  }

  // ---- the loop ---------------------------------------------------------------------------

  /** Has the loop run this soon. The only method other threads may call on an evaluation. */
  void post(Runnable event) {
    inbox.add(event);
  }

  void toStart(Cell cell) {
    toStart.addLast(cell);
  }

  void notify(Cell cell, Cell dependency, int slot) {
    notices.addLast(new Notice(cell, dependency, slot));
  }

  private void turn() {
    do {
      for (int steps = 0; steps < STEPS && step(); steps++) {
        // Each step may make more.
      }
      lookAfterOthers();
    } while (!notices.isEmpty() || !toStart.isEmpty() || !inbox.isEmpty());
  }

  /** One step: tell somebody, or else start the cell asked for last (depth first). */
  private boolean step() {
    Notice notice = notices.pollFirst();
    if (notice != null) {
      guarded(notice.cell(), () -> notice.cell().settled(notice.dependency(), notice.slot(), this));
      return true;
    }
    Cell cell = toStart.pollLast();
    if (cell == null) {
      return false;
    }
    guarded(cell, () -> cell.start(this));
    return true;
  }

  /** A value that can't be read or a type that does not fit fails the cell, not the evaluation. */
  private void guarded(Cell cell, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      if (cell instanceof CallCell call) {
        failed(call, new Failure(e, call));
      } else {
        cell.fail(new Failure(e, null), this);
      }
    }
  }

  private void lookAfterOthers() {
    for (Runnable event = inbox.poll(); event != null; event = inbox.poll()) {
      event.run();
    }
    if (root.isSettled() && !stopping && (root.succeeded() || !options.keepGoing())) {
      stopStarting();
    }
    slots.dispatch();
    sendLookUps();
  }

  private void waitForPosts() throws InterruptedException {
    long nanos = slots.nanosToNextDuty();
    Runnable event = nanos < 0 ? inbox.take() : inbox.poll(nanos, TimeUnit.NANOSECONDS);
    slots.duties();
    if (event != null) {
      event.run();
    }
  }

  private boolean isDone() {
    if (!notices.isEmpty() || !inbox.isEmpty()) {
      return false;
    }
    if (stopping) {
      return slots.isIdle() || slots.isGivenUp();
    }
    if (!isQuiet()) {
      return false;
    }
    if (!root.isSettled()) {
      root.fail(new Failure(new HeddleException(Stall.describe(root.children())), null), this);
    }
    return true;
  }

  private boolean isQuiet() {
    return toStart.isEmpty()
        && unknown.isEmpty()
        && readsUnderWay == 0
        && slots.isIdle()
        && contention.isEmpty();
  }

  private void stopStarting() {
    stopping = true;
    toStart.clear();
    unknown.clear();
    slots.stopStarting();
    contention.clear();
  }

  private void stop(String reason) {
    if (cancelled == null && !settling) {
      cancelled = reason;
      stopStarting();
      slots.interruptAll();
    }
  }

  /** The store, or we, failed: what runs is let finish, nothing more is begun. */
  void breakWith(Throwable error) {
    if (broken == null && !settling) {
      broken = error;
      stopStarting();
    }
  }

  /** Nothing can be recorded any more, so what runs is not let finish either. */
  void breakOffWith(RuntimeException error) {
    boolean first = broken == null && !settling;
    breakWith(error);
    if (first) {
      slots.interruptAll();
    }
  }

  boolean isStopping() {
    return stopping;
  }

  /** The body of this call, for what it orders and waits for. */
  CurrentBody currentBody(CallCell call) {
    ChangeSet.Fence fence = records.fence();
    BodyContext context =
        new BodyContext(
            call.id,
            records.execution(),
            1,
            fence,
            null,
            engine.committer,
            engine.clock,
            call.task.name(),
            null);
    return new CurrentBody(
        engine.app(), call.id, records.execution(), 1, fence, context, engine.pause);
  }

  // ---- calls ------------------------------------------------------------------------------

  /**
   * Makes a call for the node at {@code index} of a frame, where that is spread for its {@code
   * element}; the waiter is told, with the element, when it settles.
   */
  void call(
      TaskDef task, Val[] arguments, Cache cache, Frame frame, int index, int element, Cell to) {
    if (!task.externalArguments()) {
      call(task, encode(task, arguments), cache, frame, index, element, to);
      return;
    }
    readFiles(
        () -> {
          StoredValue[] encoded = encode(task, arguments);
          return () -> call(task, encoded, cache, frame, index, element, to);
        },
        error -> to.fail(failure(error, frame), this));
  }

  private static StoredValue[] encode(TaskDef task, Val[] arguments) {
    StoredValue[] encoded = new StoredValue[arguments.length];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = arguments[i].as(task.parameter(i));
    }
    return encoded;
  }

  private void call(
      TaskDef task,
      StoredValue[] arguments,
      Cache cache,
      Frame frame,
      int index,
      int element,
      Cell to) {
    long position = frame.position(index, element);
    Hash key = CallKey.of(keyHasher, task, arguments);
    CallCell call = cache == Cache.NONE ? null : calls.get(key);
    if (call == null) {
      CallCell parent = frame.owner().invocation();
      boolean mayBeCaught = frame.mayBeCaught(index);
      call = new CallCell(task, key, arguments, cache, parent, position, mayBeCaught);
      if (cache != Cache.NONE) {
        calls.put(key, call);
      }
      adopt(call);
      toStart(call);
    }
    frame.owner().addChild(position, call);
    call.tell(to, element, this);
  }

  /** The same call as before this execution was taken over is the same invocation. */
  private void adopt(CallCell call) {
    InvocationRecord before = adoption.find(call).orElse(null);
    if (before != null) {
      call.id = before.id();
      call.onRecord = true;
      call.adopted = before;
    }
  }

  /**
   * Takes the outcome that an adopted call has had already. One that may be reused is looked up by
   * its key like any other, and found.
   */
  private boolean takeAdopted(CallCell call) {
    InvocationRecord before = call.adopted;
    if (before == null || call.cache == Cache.STORE || !before.state().isFinal()) {
      return false;
    }
    StoredValue result = before.result();
    if (result != null) {
      facts.adopted(call, before.id(), result);
      account.cached(call, before.id(), 1);
      call.succeed(new Val.Recorded(call.task.result(), result), this);
      call.forget();
      return true;
    }
    StoredError error = before.error();
    if (error == null) {
      return false;
    }
    Throwable rebuilt = RebuiltErrors.of(error, call.task);
    account.failed(call, rebuilt);
    call.fail(new Failure(rebuilt, call), this);
    return true;
  }

  /** Runs work that may read files off the loop; what it returns runs on the loop. */
  private void readFiles(
      java.util.concurrent.Callable<Runnable> work, java.util.function.Consumer<Throwable> failed) {
    background(engine.fileReader, work, failed);
  }

  private void background(
      ExecutorService pool,
      java.util.concurrent.Callable<Runnable> work,
      java.util.function.Consumer<Throwable> failed) {
    readsUnderWay++;
    pool.execute(
        () -> {
          Runnable then;
          try {
            then = work.call();
          } catch (Throwable t) {
            then = () -> failed.accept(t);
          }
          Runnable told = then;
          post(
              () -> {
                readsUnderWay--;
                if (!stopping) {
                  told.run();
                }
              });
        });
  }

  /** Asks what is on record of a call, or, where nothing may be reused, goes on to run it. */
  void lookUp(CallCell call) {
    if (takeAdopted(call)) {
      return;
    }
    if (call.cache != Cache.STORE || !options.useCache()) {
      slots.enqueue(call);
      return;
    }
    unknown.add(call);
    if (unknown.size() >= FRONTIER) {
      sendLookUps();
    }
  }

  private void sendLookUps() {
    // One query under way at a time, unless a full one is ready: frontiers then grow by themselves.
    if (unknown.isEmpty() || (unknown.size() < FRONTIER && lookUpsUnderWay > 0)) {
      return;
    }
    List<CallCell> asked = unknown;
    unknown = new ArrayList<>();
    lookUpsUnderWay++;
    background(
        engine.reader,
        () -> {
          List<LookUps.Answer> answers = lookUps.find(asked);
          return () -> {
            lookUpsUnderWay--;
            answered(asked, answers);
          };
        },
        this::breakWith);
  }

  private void answered(List<CallCell> asked, List<LookUps.Answer> answers) {
    for (int i = 0; i < asked.size(); i++) {
      CallCell call = asked.get(i);
      LookUps.Answer answer = answers.get(i);
      if (answer instanceof LookUps.Whole whole) {
        takeWhole(call, whole.record());
      } else if (answer instanceof LookUps.Replay replay) {
        call.replayed = replay.record();
        call.expression = replay.record().expression();
        call.externalConstants = replay.external();
        call.startedAt = engine.clock.millis();
        call.id = call.id == 0 ? engine.ids.next() : call.id;
        new Frame(replay.flat(), call).demandRoot(this).tell(call, 0, this);
      } else {
        call.known = ((LookUps.Miss) answer).known();
        slots.enqueue(call);
      }
    }
  }

  private void takeWhole(CallCell call, RecordedCall record) {
    hit(call, record);
    records.used(record.node());
    account.cached(call, record.node(), record.subtreeCalls());
    StoredValue result = Objects.requireNonNull(record.result());
    call.succeed(new Val.Recorded(call.task.result(), result), this);
    call.forget();
  }

  private static void hit(CallCell call, RecordedCall record) {
    call.wholeHit = true;
    call.node = record.node();
    call.nodeHash = Objects.requireNonNull(record.hash());
    call.subtree = Objects.requireNonNull(record.subtree());
    call.subtreeCalls = record.subtreeCalls();
    call.replayable = record.replayable();
  }

  /** Called by the slots when another process computes the same call. */
  void contend(CallCell call, Outcome.InFlight holder) {
    if (!stopping) {
      contention.add(call, holder);
    }
  }

  /** For a call that was answered, or whose holder ended, after its look-up. */
  void lookUpAgain(CallCell call) {
    call.lookedUpTwice = true;
    lookUp(call);
  }

  // ---- what bodies and reductions come to -------------------------------------------------

  void bodyEnded(Body body, Body.End end, long nanos, long now) {
    CallCell call = body.call();
    slots.ended(body, nanos);
    call.bodyMillis = nanos / 1e6;
    if (settling) {
      return; // It had been given up.
    }
    if (end instanceof Body.Value value) {
      records.succeeded(call, facts.node(call, call.id, value.result(), true, value.files()), now);
      account.ran(call);
      call.succeed(new Val.Recorded(call.task.result(), value.result()), this);
      call.forget();
    } else if (end instanceof Body.Reduction reduction) {
      call.expression = reduction.written().bytes();
      call.externalConstants = reduction.external();
      records.reduced(call, now);
      account.ran(call);
      if (!stopping) {
        new Frame(reduction.written().flat(), call).demandRoot(this).tell(call, 0, this);
      }
    } else if (cancelled != null) {
      records.cancelled(call, cancelled);
      account.cancelled(call);
    } else {
      failed(call, new Failure(((Body.Threw) end).error(), call));
    }
  }

  /** The expression that stands for a call has settled. */
  void reductionSettled(CallCell call, Cell reduction) {
    Failure failure = reduction.failure();
    if (failure != null) {
      failed(call, failure.origin() == null ? new Failure(failure.error(), call) : failure);
      return;
    }
    if (!call.task.result().external()) {
      complete(call, reduction.value().as(call.task.result()));
      return;
    }
    readFiles(
        () -> {
          StoredValue result = reduction.value().as(call.task.result());
          return () -> complete(call, result);
        },
        error -> failed(call, new Failure(error, call)));
  }

  private void complete(CallCell call, StoredValue result) {
    RecordedCall replayed = call.replayed;
    var files = FileUses.of(call.task, call.arguments(), result);
    var node = facts.node(call, call.id, result, false, files);
    if (replayed == null) {
      records.succeeded(call, node, engine.clock.millis());
    } else if (nothingRanUnder(call) && Objects.equals(node.hash(), replayed.hash())) {
      hit(call, replayed); // It came to just what is on record, so there is nothing to write.
      records.used(replayed.node());
      account.cached(call, replayed.node(), 1);
    } else {
      records.replayed(call, node, null, engine.clock.millis());
      account.cached(call, call.id, 1);
    }
    call.succeed(new Val.Recorded(call.task.result(), result), this);
    call.forget();
  }

  private static boolean nothingRanUnder(CallCell call) {
    Frame.Children children = call.children();
    for (int i = 0; children != null && i < children.size(); i++) {
      if (!children.call(i).wholeHit) {
        return false;
      }
    }
    return true;
  }

  private void failed(CallCell call, Failure failure) {
    if (call.isSettled()) {
      return;
    }
    if (call.id == 0) {
      call.id = engine.ids.next();
      call.startedAt = engine.clock.millis();
    }
    StoredError error = Errors.store(failure.error());
    long now = engine.clock.millis();
    if (call.replayed == null) {
      records.failed(call, error, now);
    } else {
      records.replayed(call, null, error, now);
    }
    account.failed(call, failure.error());
    call.fail(failure, this);
  }

  /** The failure of something in this frame's expression that is no call of its own. */
  Failure failure(Throwable error, Frame frame) {
    return new Failure(error, frame.owner().invocation());
  }

  /** Evaluates an expression that an inline function returned; answers the cell of its value. */
  Cell reduce(Expr<?> expr, Frame frame, int index) {
    Flat flat = Flattener.flatten(expr, engine.tasks, engine.functions);
    return frame.nested(flat, index).demandRoot(this);
  }

  /** Calls an inline function on a slot. */
  void apply(InlineFunction function, @Nullable Object[] arguments, FunctionCells.Applied cell) {
    slots.apply(
        () -> {
          Runnable told;
          try {
            Object value = function.invoke(arguments);
            told = () -> cell.returned(value, this);
          } catch (Throwable t) {
            Errors.trim(t);
            told = () -> cell.threw(t, this);
          }
          Runnable then = told;
          post(
              () -> {
                slots.functionEnded();
                if (!stopping) {
                  then.run();
                }
              });
        });
  }

  /** The root expression: what its calls are the children of, and who waits for its value. */
  final class Root extends Cell implements Frame.Caller {
    private final Frame.Children children = new Frame.Children();

    void begin() {
      try {
        new Frame(source.flat(), this).demandRoot(Evaluation.this).tell(this, 0, Evaluation.this);
      } catch (RuntimeException | Error e) {
        fail(new Failure(e, null), Evaluation.this);
      }
    }

    @Override
    void start(Evaluation evaluation) {
      throw new IllegalStateException("the root is begun, not started");
    }

    @Override
    void settled(Cell dependency, int slot, Evaluation evaluation) {
      Failure failure = dependency.failure();
      if (failure != null) {
        fail(failure, evaluation);
      } else {
        succeed(dependency.value(), evaluation);
      }
    }

    @Override
    public @Nullable CallCell invocation() {
      return null;
    }

    @Override
    public boolean mayBeCaught() {
      return false;
    }

    @Override
    public void addChild(long position, CallCell child) {
      children.add(position, child);
    }

    Frame.Children children() {
      return children;
    }
  }
}
