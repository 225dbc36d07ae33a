package dev.heddle.testkit;

import static dev.heddle.testkit.Calls.hash;
import static dev.heddle.testkit.Calls.value;

import dev.heddle.RetryPolicy;
import dev.heddle.store.Submission;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskVersion;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An order that a test is about to give, for tests of stores. Not thread-safe. */
public final class Draft {
  private final long id;
  private final String call;
  private final long submittedAt;
  private long execution;
  private Submission.@Nullable Identity identity;
  private TaskVersion task = Calls.TASK;
  private String queue = "default";
  private int priority;
  private long due;
  private @Nullable String key;
  private int maxRecoveries = 3;
  private byte @Nullable [] expression;
  private Set<String> tags = Set.of();

  Draft(long id, String call, long submittedAt) {
    this.id = id;
    this.call = call;
    this.submittedAt = submittedAt;
    this.execution = id;
  }

  /** Of another task of this name. */
  public Draft task(String name) {
    task = new TaskVersion(name, hash(name), List.of(), "long", List.of());
    return this;
  }

  /** Of the same task, by a program that marks this of it besides. */
  public Draft marked(Sensitivity marks) {
    task = task.and(marks);
    return this;
  }

  public Draft tags(String... labels) {
    tags = Set.of(labels);
    return this;
  }

  public Draft queue(String name) {
    queue = name;
    return this;
  }

  public Draft priority(int higherFirst) {
    priority = higherFirst;
    return this;
  }

  public Draft due(long at) {
    due = at;
    return this;
  }

  public Draft key(String unique) {
    key = unique;
    return this;
  }

  public Draft maxRecoveries(int deaths) {
    maxRecoveries = deaths;
    return this;
  }

  /** In the tree of this one. */
  public Draft execution(long root) {
    execution = root;
    return this;
  }

  /** Ordered by the body of this one. */
  public Draft child(long parent, int attempt, int occurrence) {
    identity = new Submission.Identity(parent, attempt, hash("call " + call), occurrence);
    return this;
  }

  /** An expression instead of a call. */
  public Draft expression(byte... form) {
    expression = form;
    return this;
  }

  /** The order. */
  public Submission make() {
    return new Submission(
        id,
        execution,
        identity,
        task,
        hash(call),
        expression == null ? List.of(value(call), value("2025")) : List.of(),
        expression,
        new Submission.Order(
            queue, priority, due, RetryPolicy.times(2), 60_000, key, maxRecoveries, tags),
        0,
        submittedAt);
  }
}
