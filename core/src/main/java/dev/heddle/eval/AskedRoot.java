package dev.heddle.eval;

import dev.heddle.Expr;
import dev.heddle.RunOptions;
import dev.heddle.store.Change;
import dev.heddle.value.Codec;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression whose value somebody in this process waits for. */
final class AskedRoot implements EvaluationRoot {
  private static final int LABEL = 100;

  private final Expr<?> expression;
  private final RunOptions options;
  private final Engine engine;
  private long execution;

  AskedRoot(Expr<?> expression, RunOptions options, Engine engine) {
    this.expression = expression;
    this.options = options;
    this.engine = engine;
  }

  @Override
  public RunOptions options() {
    return options;
  }

  @Override
  public Flat flat() {
    return Flattener.flatten(expression, engine.tasks, engine.functions);
  }

  @Override
  public String label() {
    return options.label().isEmpty() ? cut(expression.toString()) : options.label();
  }

  private static String cut(String text) {
    return text.length() <= LABEL ? text : text.substring(0, LABEL - 1) + "…";
  }

  @Override
  public long execution() {
    if (execution == 0) {
      execution = engine.ids.next();
    }
    return execution;
  }

  @Override
  public long epoch() {
    return 1;
  }

  @Override
  public Adoption adoption() {
    return Adoption.NONE;
  }

  @Override
  public @Nullable Codec declared() {
    return null;
  }

  /** For display, where the type is known anyway. */
  @Override
  public @Nullable StoredValue recorded(Val value) {
    return value instanceof Val.Recorded known ? known.stored() : null;
  }

  @Override
  public List<Change> end(
      Change.ExecutionEnded ended, Frame.Children children, @Nullable Throwable error) {
    return List.of(ended);
  }
}
