package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.executor.CurrentBody;
import dev.heddle.store.FileUse;
import dev.heddle.task.TaskDef;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One carrying-out of a task's body on a slot: arguments are decoded, the method runs, and what it
 * returned is recorded form when it leaves the slot; so no user code runs on the loop.
 */
final class Body implements Runnable {
  private final Engine engine;
  private final Evaluation evaluation;
  private final CallCell call;
  private final StoredValue[] arguments;
  private final boolean small;
  private @Nullable Thread thread;
  private boolean interrupted;

  /** A body; {@code small} if it takes turns with others on a slot. */
  Body(Engine engine, Evaluation evaluation, CallCell call, boolean small) {
    this.engine = engine;
    this.evaluation = evaluation;
    this.call = call;
    this.arguments = call.arguments();
    this.small = small;
  }

  /** What became of a body. */
  sealed interface End {}

  /** It returned a value. */
  record Value(StoredValue result, List<FileUse> files) implements End {}

  /** It returned an expression. */
  record Reduction(FlatFormat.Written written, boolean external) implements End {}

  /** It threw, or what it returned can't be recorded. */
  record Threw(Throwable error) implements End {}

  CallCell call() {
    return call;
  }

  boolean small() {
    return small;
  }

  @Override
  public void run() {
    synchronized (this) {
      thread = Thread.currentThread();
      if (interrupted) {
        thread.interrupt();
      }
    }
    long begun = System.nanoTime();
    End end;
    try {
      call.startedAt = engine.clock.millis();
      end = carryOut();
    } catch (Throwable t) {
      Errors.trim(t);
      end = new Threw(t);
    }
    long nanos = System.nanoTime() - begun;
    synchronized (this) {
      thread = null;
      Thread.interrupted(); // An interrupt meant for this body must not reach the next on its slot.
    }
    End told = end;
    long endedAt = engine.clock.millis();
    evaluation.post(() -> evaluation.bodyEnded(this, told, nanos, endedAt));
  }

  /** Interrupts the body, or has it find itself interrupted when it begins. */
  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private End carryOut() throws Throwable {
    TaskDef task = call.task;
    CurrentBody current = evaluation.currentBody(call);
    Object returned = invoke(current);
    if (returned instanceof Expr<?> expr) {
      Flat flat = Flattener.flatten(expr, engine.tasks, engine.functions);
      FlatFormat.Written written = engine.format.write(flat, task);
      return new Reduction(written, FileUses.inConstants(written.flat()));
    }
    StoredValue result = Carrying.result(task, returned);
    return new Value(result, FileUses.of(task, arguments, result));
  }

  private @Nullable Object invoke(CurrentBody current) throws Throwable {
    return current.run(() -> Carrying.invoke(call.task, arguments, current.context()));
  }
}
