package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds earlier results: a whole frontier of calls in one query. Runs on the engine's reader thread
 * and decides there what of the records still stands, so that the loop gets answers only.
 */
final class LookUps {
  private final Engine engine;

  /** Whether every task of a set is, in this process, at the code it had, and still reusable. */
  private final Map<Hash, Boolean> current = new HashMap<>();

  LookUps(Engine engine) {
    this.engine = engine;
  }

  /** What is to be done about a call. */
  sealed interface Answer {}

  /** Its body must run: none of what is on record will do. */
  record Miss(List<Long> known) implements Answer {}

  /** Its value stands, with all that is under it. */
  record Whole(RecordedCall record) implements Answer {}

  /** Its body need not run: the expression it returned then is evaluated again. */
  record Replay(RecordedCall record, Flat flat, boolean external) implements Answer {}

  private static final Answer MISS = new Miss(List.of());

  /** Answers for each call, in order. Blocks. */
  List<Answer> find(List<CallCell> calls) {
    List<Hash> keys = new ArrayList<>(calls.size());
    for (CallCell call : calls) {
      keys.add(call.key);
    }
    List<List<RecordedCall>> found = engine.store.find(keys);
    List<Answer> answers = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      answers.add(choose(calls.get(i).task, found.get(i)));
    }
    return answers;
  }

  /** Candidates come newest first; a whole result goes before a replay. */
  private Answer choose(TaskDef task, List<RecordedCall> candidates) {
    for (RecordedCall candidate : candidates) {
      if (candidate.result() != null && stands(task, candidate)) {
        return new Whole(candidate);
      }
    }
    for (RecordedCall candidate : candidates) {
      byte @Nullable [] expression = candidate.expression();
      if (expression != null) {
        Optional<Flat> flat = engine.format.read(expression, task);
        if (flat.isPresent() && FileUses.constantsUnchanged(flat.get())) {
          return new Replay(candidate, flat.get(), FileUses.inConstants(flat.get()));
        }
      }
    }
    return candidates.isEmpty()
        ? MISS
        : new Miss(candidates.stream().map(RecordedCall::node).toList());
  }

  private boolean stands(TaskDef task, RecordedCall candidate) {
    if (candidate.expression() == null) {
      // The body itself returned the value, and its code and arguments are the key.
      return task.result().valid(Objects.requireNonNull(candidate.result()).bytes());
    }
    return candidate.replayable() && isCurrent(Objects.requireNonNull(candidate.subtree()));
  }

  private boolean isCurrent(TaskSet tasks) {
    return current.computeIfAbsent(tasks.hash(), hash -> allCurrent(tasks));
  }

  private boolean allCurrent(TaskSet tasks) {
    for (TaskVersion recorded : tasks.tasks()) {
      Optional<TaskDef> today = engine.tasks.byName(recorded.name());
      if (today.isEmpty()
          || today.get().cache() != Cache.STORE
          || !today.get().hash().equals(recorded.hash())) {
        return false;
      }
    }
    return true;
  }
}
