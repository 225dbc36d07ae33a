package dev.heddle.task;

import java.util.Comparator;

/**
 * A reference from a task's code to another task that is keyed by itself: through {@code lazy(…)}
 * and its kin, or {@code TaskRef.of(Class, "name")}.
 *
 * @param ownerInternalName internal name (with slashes) of the class that declares the method
 */
public record TaskLink(String ownerInternalName, String method, String descriptor)
    implements Comparable<TaskLink> {
  private static final Comparator<TaskLink> ORDER =
      Comparator.comparing(TaskLink::ownerInternalName)
          .thenComparing(TaskLink::method)
          .thenComparing(TaskLink::descriptor);

  @Override
  public int compareTo(TaskLink other) {
    return ORDER.compare(this, other);
  }
}
