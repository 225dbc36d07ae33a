package dev.heddle.direct;

import dev.heddle.HeddleException;
import dev.heddle.task.TaskRegistry;
import dev.heddle.work.Workshop;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The app behind woven methods: the one that was set, else one that is opened at the first direct
 * call. The only singleton of the library: a woven method is plain code and holds no app.
 * Thread-safe.
 */
public final class DefaultApp {
  private static final DefaultApp ONLY = new DefaultApp();

  private @Nullable Workshop set;
  private @Nullable Workshop opened;
  private @Nullable TaskRegistry bare;

  private DefaultApp() {}

  /** Has direct calls use this app; null for the one that is opened by itself. */
  public static void set(@Nullable Workshop app) {
    synchronized (ONLY) {
      ONLY.set = app;
    }
  }

  /** Has them use this one no longer, if they do. */
  public static void unset(Workshop app) {
    synchronized (ONLY) {
      if (ONLY.set == app) {
        ONLY.set = null;
      }
      if (ONLY.opened == app) {
        ONLY.opened = null;
      }
    }
  }

  static Workshop workshop() {
    synchronized (ONLY) {
      return ONLY.set != null ? ONLY.set : ONLY.opened();
    }
  }

  private Workshop opened() {
    Workshop app = opened;
    if (app == null) {
      app = source().open();
      opened = app;
    }
    return app;
  }

  static TaskRegistry tasks() {
    synchronized (ONLY) {
      if (ONLY.set != null) {
        return ONLY.set.tasks();
      }
      TaskRegistry tasks = ONLY.bare;
      if (tasks == null) {
        tasks = source().tasks(false);
        ONLY.bare = tasks;
      }
      return tasks;
    }
  }

  /** By our own loader: the thread's may be one that sees nothing of Heddle. */
  static AppSource source() {
    return ServiceLoader.load(AppSource.class, AppSource.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () -> new HeddleException("heddle-core's service files are missing from its jar"));
  }
}
