package dev.heddle.eval;

import dev.heddle.RunOptions;
import dev.heddle.store.Change;
import dev.heddle.value.Codec;
import dev.heddle.value.StoredValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an evaluation is of, and on whose behalf: somebody who waits, or a claimed invocation. */
sealed interface EvaluationRoot permits AskedRoot, OrderedRoot {
  RunOptions options();

  /** The expression, laid out; on the loop, so that what it throws fails the root. */
  Flat flat();

  /** What it is called. */
  String label();

  /** The execution's id. */
  long execution();

  /** The epoch it is evaluated under. */
  long epoch();

  /** What its calls that were made before a crash came to. */
  Adoption adoption();

  /** The codec its value is recorded by, where one is declared; asked after {@link #flat}. */
  @Nullable Codec declared();

  /** The root's value as it is recorded, or null if nobody asks for that. */
  @Nullable StoredValue recorded(Val value);

  /** What is told the store at the end. */
  List<Change> end(Change.ExecutionEnded ended, Frame.Children children, @Nullable Throwable error);
}
