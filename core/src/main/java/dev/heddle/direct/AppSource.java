package dev.heddle.direct;

import dev.heddle.task.TaskRegistry;
import dev.heddle.work.Workshop;

/** Opens what direct calls use when the program has set no app. A service of the face. */
public interface AppSource {
  /** Opens the project's app. */
  Workshop open();

  /**
   * Tasks without an app: what a call needs to go through the codec. Opens nothing.
   *
   * @param remembering whether code that is walked is remembered in the project
   */
  TaskRegistry tasks(boolean remembering);
}
