package dev.heddle.task;

import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What one piece of code is and reaches.
 *
 * @param digest of its normal form, with everything that is hashed at its point of use
 * @param classes internal names of the classes whose code is in the digest, and of those it names
 */
record MemberScan(
    Hash digest,
    Set<Reach> reaches,
    Set<LinkedTask> links,
    Set<InlineBody> inlines,
    Set<String> classes) {

  /** A task referred to lazily. */
  record LinkedTask(String taskName, TaskLink link) {}

  /**
   * The implementation of a function of {@code Lazy}.
   *
   * @param owner internal name of the class that declares the body
   * @param taskName the task's name if the body is a task's method, else empty
   */
  record InlineBody(String owner, String name, String descriptor, int kind, String taskName) {}

  /** Gathers a scan. */
  static final class Builder {
    final Hasher hasher;
    final Set<Reach> reaches = new LinkedHashSet<>();
    final Set<LinkedTask> links = new LinkedHashSet<>();
    final Set<InlineBody> inlines = new LinkedHashSet<>();
    final Set<String> classes = new LinkedHashSet<>();

    Builder(String tag, String owner) {
      hasher = Hasher.of(tag);
      classes.add(owner);
    }

    /** Takes over what code used in place reaches. */
    void absorb(MemberScan part) {
      reaches.addAll(part.reaches);
      links.addAll(part.links);
      inlines.addAll(part.inlines);
      classes.addAll(part.classes);
    }

    MemberScan build() {
      return new MemberScan(hasher.hash(), reaches, links, inlines, classes);
    }
  }
}
