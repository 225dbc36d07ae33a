package dev.heddle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Told of what happens in an execution, on the evaluator's own thread and in order: return at once.
 * What a listener throws is logged and otherwise ignored.
 */
public interface ExecutionListener {
  /** Listens to nothing. */
  ExecutionListener NONE = new ExecutionListener() {};

  /** The execution is on record and evaluation begins. */
  default void executionStarted(String execution) {}

  /** Something happened to an invocation. */
  default void invocation(InvocationEvent event) {}

  /** The execution ended and all of it is durable. */
  default void executionEnded(ExecutionReport report) {}

  /** What happened to an invocation. */
  enum Kind {
    /** Its body began. */
    STARTED,
    /** Its body returned and its value, or the expression it is replaced by, is known. */
    RAN,
    /** It was taken from an earlier execution. */
    CACHED,
    /** Its body, or something under it, threw. */
    FAILED,
    /** It was given up. */
    CANCELLED
  }

  /** One thing that happened to one invocation. */
  interface InvocationEvent {
    Kind kind();

    /** The invocation's id as people see it. */
    String id();

    /** The task's name. */
    String task();

    /**
     * The arguments as compact JSON, one text per parameter; of a {@link Sensitive} one the text
     * {@link Sensitive#MASK}. Computed when asked for.
     */
    List<String> arguments();

    /** How many calls this stands for: more than one for a wholly cached subtree. */
    long calls();

    /** How long the body took, milliseconds; 0 where none ran. */
    double millis();

    /** The error it failed with. */
    @Nullable Throwable error();
  }

  /**
   * How an execution ended.
   *
   * @param cachedByTask how many of the {@code cached} calls are of which task, with all calls in
   *     the subtrees that were taken whole, each once
   * @param resultJson the value as JSON, or null if it failed or the expression's type is not known
   */
  record ExecutionReport(
      String execution,
      String state,
      double millis,
      long run,
      long cached,
      long failed,
      long cancelled,
      Map<String, Long> cachedByTask,
      @Nullable String resultJson,
      @Nullable Failure failure) {
    /** All invocations. */
    public long total() {
      return run + cached + failed + cancelled;
    }
  }

  /**
   * Why an execution failed.
   *
   * @param chain the invocations from the root to the one that failed, outermost first
   * @param error what it threw, engine frames trimmed
   */
  record Failure(List<Link> chain, Throwable error) {}

  /**
   * One invocation of a {@link Failure#chain}.
   *
   * @param arguments as those of an {@link InvocationEvent}
   */
  record Link(String id, String task, List<String> parameters, List<String> arguments) {}
}
