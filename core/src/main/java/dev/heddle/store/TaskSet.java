package dev.heddle.store;

import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A set of tasks at their code, with its own hash. Immutable. Most calls of a run share one. */
public final class TaskSet {
  private final List<TaskVersion> tasks;
  private final Hash hash;

  private TaskSet(List<TaskVersion> tasks) {
    this.tasks = tasks;
    Hasher hasher = Hasher.of("TaskSet");
    for (TaskVersion task : tasks) {
      hasher.putString(task.name()).putHash(task.hash());
    }
    this.hash = hasher.hash();
  }

  /** The set of these tasks, in any order, with repeats. */
  public static TaskSet of(Iterable<TaskVersion> tasks) {
    Set<TaskVersion> distinct = new HashSet<>();
    tasks.forEach(distinct::add);
    List<TaskVersion> sorted = new ArrayList<>(distinct);
    sorted.sort(Comparator.comparing(TaskVersion::name).thenComparing(TaskVersion::hash));
    return new TaskSet(List.copyOf(sorted));
  }

  /** Sorted by name. */
  public List<TaskVersion> tasks() {
    return tasks;
  }

  public Hash hash() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskSet set && set.hash.equals(hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }
}
