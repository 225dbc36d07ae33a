package dev.heddle.eval;

import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told the store, as one set, when the evaluation of a claimed invocation has ended. */
public interface Conclusion {
  /**
   * The changes; empty to tell nothing.
   *
   * @param ended the end of the execution, to be told with the end of the invocation
   * @param node its call node if it succeeded
   * @param error what it failed with, or why it was cancelled
   */
  List<Change> of(Change.ExecutionEnded ended, @Nullable CallNode node, @Nullable Throwable error);
}
