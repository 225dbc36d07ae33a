package dev.heddle.task;

import dev.heddle.Cache;
import dev.heddle.DirectTask;
import dev.heddle.Retry;
import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * What a task's annotation says, whichever of the two it is.
 *
 * @param annotation how people write it, for messages
 * @param name empty if it is not pinned
 * @param version empty if the code hash counts
 * @param direct the annotation of a direct task; null of another
 */
public record TaskSpec(
    String annotation,
    String name,
    String version,
    Cache cache,
    Class<?>[] hashIncludes,
    String queue,
    int priority,
    String delay,
    Retry retry,
    String timeout,
    String key,
    int maxRecoveries,
    String[] sensitive,
    String[] tags,
    @Nullable DirectTask direct) {

  /** Whether the method has an annotation that makes it a task. */
  public static boolean isTask(Method method) {
    return method.isAnnotationPresent(Task.class) || method.isAnnotationPresent(DirectTask.class);
  }

  /** What the method's annotation says; null if it has none. */
  static @Nullable TaskSpec of(Method method) {
    Task task = method.getAnnotation(Task.class);
    DirectTask direct = method.getAnnotation(DirectTask.class);
    if (task != null && direct != null) {
      throw new TaskDefinitionException(
          Signatures.show(method)
              + " is annotated @Task and @DirectTask: keep the latter, which makes it a task too");
    }
    return task != null ? of(task) : direct != null ? of(direct) : null;
  }

  private static TaskSpec of(Task task) {
    return new TaskSpec(
        "@Task",
        task.name(),
        task.version(),
        task.cache(),
        task.hashIncludes(),
        task.queue(),
        task.priority(),
        task.delay(),
        task.retry(),
        task.timeout(),
        task.key(),
        task.maxRecoveries(),
        task.sensitive(),
        task.tags(),
        null);
  }

  private static TaskSpec of(DirectTask task) {
    return new TaskSpec(
        "@DirectTask",
        task.name(),
        task.version(),
        task.cache(),
        task.hashIncludes(),
        task.queue(),
        task.priority(),
        "",
        task.retry(),
        task.timeout(),
        task.key(),
        task.maxRecoveries(),
        task.sensitive(),
        task.tags(),
        task);
  }

  /** Whether plain calls of it are carried out by workers. */
  public boolean isDirect() {
    return direct != null;
  }
}
