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
 */
public record TaskVersion(
    String name, Hash hash, List<String> parameters, String result, List<CodeMember> members) {

  @Override
  public boolean equals(Object other) {
    return other instanceof TaskVersion t && t.hash.equals(hash) && t.name.equals(name);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }
}
