package dev.heddle.task;

import dev.heddle.value.Hash;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the code walk of one task found: the digest that enters the task's hash, and what it was
 * made of. Two walks of the same code give equal records, whichever compiler made the class files.
 *
 * @param digest over the task's own member and all of {@code members}
 * @param members everything of the user's code that counts, sorted by owner, name and descriptor
 * @param references the tasks that the code refers to lazily, in order of their names; they count
 *     by name only
 * @param sites the inline functions in the code, in order of their numbers
 * @param classesRead binary names of the classes that gave a member or a part of one, and of those
 *     (the user's or a library's) that such code names: makes, tests, catches, calls, or as a
 *     literal
 */
public record TaskCode(
    Hash digest,
    List<CodeMember> members,
    List<TaskLink> references,
    List<InlineSite> sites,
    Set<String> classesRead) {

  public TaskCode {
    members = List.copyOf(members);
    references = List.copyOf(references);
    sites = List.copyOf(sites);
    classesRead = Set.copyOf(classesRead);
  }

  /**
   * An inline function of that number; any will do, since those that share one are the same code.
   */
  public Optional<InlineSite> site(int number) {
    return sites.stream().filter(site -> site.number() == number).findFirst();
  }
}
