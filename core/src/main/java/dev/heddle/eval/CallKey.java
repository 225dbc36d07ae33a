package dev.heddle.eval;

import dev.heddle.task.TaskDef;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;

/** The identity of a call: its task at its code, applied to its arguments. */
public final class CallKey {
  private CallKey() {}

  /** The key of this call. */
  public static Hash of(TaskDef task, StoredValue[] arguments) {
    return of(Hasher.reusable(), task, arguments);
  }

  /** Likewise, with a hasher that is used again and again. */
  static Hash of(Hasher hasher, TaskDef task, StoredValue[] arguments) {
    hasher.begin("Call").putHash(task.hash()).putInt(arguments.length);
    for (StoredValue argument : arguments) {
      hasher.putHash(argument.hash());
    }
    return hasher.hash();
  }
}
