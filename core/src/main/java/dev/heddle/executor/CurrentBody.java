package dev.heddle.executor;

import dev.heddle.TaskContext;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.value.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body that runs on this thread. A task is a plain method, so what it orders or waits for can
 * be known as its own only by the thread it does so on; hence a thread-local. A thread that a body
 * starts itself belongs to no body.
 */
public final class CurrentBody {
  private static final ThreadLocal<@Nullable CurrentBody> BOUND = new ThreadLocal<>();

  /** How this body waits for invocations without holding a slot (law 10). */
  public interface Pause {
    /** Runs {@code waiting}, which ends when these have ended, on this thread. */
    <T> T during(List<Long> invocations, Supplier<T> waiting);
  }

  /** What a body does. */
  public interface Code {
    @Nullable Object run() throws Throwable;
  }

  private final Object app;
  private final long invocation;
  private final long execution;
  private final int attempt;
  private final Fence fence;
  private final TaskContext context;
  private final Pause pause;
  private @Nullable Map<Hash, Integer> ordered;

  /**
   * A body to be.
   *
   * @param app the workshop that it belongs to
   * @param fence under which it orders others
   */
  public CurrentBody(
      Object app,
      long invocation,
      long execution,
      int attempt,
      Fence fence,
      TaskContext context,
      Pause pause) {
    this.app = app;
    this.invocation = invocation;
    this.execution = execution;
    this.attempt = attempt;
    this.fence = fence;
    this.context = context;
    this.pause = pause;
  }

  /** The one that runs on this thread. */
  public static Optional<CurrentBody> get() {
    return Optional.ofNullable(BOUND.get());
  }

  /** Runs the body's code on this thread as its own. */
  public @Nullable Object run(Code code) throws Throwable {
    CurrentBody outer = BOUND.get();
    BOUND.set(this);
    try {
      return code.run();
    } finally {
      if (outer == null) {
        BOUND.remove();
      } else {
        BOUND.set(outer);
      }
    }
  }

  public Object app() {
    return app;
  }

  public long invocation() {
    return invocation;
  }

  public long execution() {
    return execution;
  }

  public int attempt() {
    return attempt;
  }

  public Fence fence() {
    return fence;
  }

  public TaskContext context() {
    return context;
  }

  public Pause pause() {
    return pause;
  }

  /** How many equal calls it has ordered before this one, which it orders now. */
  public int occurrence(Hash call) {
    Map<Hash, Integer> counts = ordered;
    if (counts == null) {
      counts = new HashMap<>();
      ordered = counts;
    }
    return counts.merge(call, 1, Integer::sum) - 1;
  }
}
