package dev.heddle.task;

import dev.heddle.value.Hash;
import java.util.List;

/**
 * A task at one state of its code. Compares by name and hash.
 *
 * @param hash the task hash: over its name and its code (or its declared version)
 * @param parameters {@code type name} of each, for display
 * @param result the declared result type, for display
 * @param members what the code hash was made of, sorted; so that two hashes can be compared
 * @param sensitivity what of its calls is not displayed; no part of the hash
 */
public record TaskVersion(
    String name,
    Hash hash,
    List<String> parameters,
    String result,
    List<CodeMember> members,
    Sensitivity sensitivity) {

  /** One of whose calls everything may be displayed. */
  public TaskVersion(
      String name, Hash hash, List<String> parameters, String result, List<CodeMember> members) {
    this(name, hash, parameters, result, members, Sensitivity.NONE);
  }

  /** The same, with these marks besides its own. */
  public TaskVersion and(Sensitivity marks) {
    return sensitivity.covers(marks)
        ? this
        : new TaskVersion(name, hash, parameters, result, members, sensitivity.and(marks));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskVersion t && t.hash.equals(hash) && t.name.equals(name);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }
}
