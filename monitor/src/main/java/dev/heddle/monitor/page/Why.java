package dev.heddle.monitor.page;

import java.util.List;

/**
 * Why an invocation ran, or was answered from the record, and what its key was made of.
 *
 * @param earlier the call it is compared with, or whose result there was; empty for none
 * @param key of the call
 * @param parts what the key was made of
 * @param code what of the code is another than in the earlier call; a bounded number
 */
public record Why(
    Reason reason, String earlier, String key, List<Part> parts, List<CodeChange> code) {
  static final int BRIEF = 120;

  /** Why. */
  public enum Reason {
    CACHED("It did not run: a result of its key was on record."),
    ORDERED(
        "It ran since it was ordered. Ordering does the work, whatever is on record, unless the"
            + " task's cache option says otherwise."),
    RETRIED("It was ordered again, so it does the work once more."),
    FIRST("It ran since no earlier call of this task is among the latest on record."),
    OTHER_KEY("It ran since its key is another than that of the earlier call most like it."),
    NO_RESULT(
        "Its key is that of an earlier call, which left no result that can be reused: it failed,"
            + " was given up, or was not to be cached."),
    NOT_REUSED(
        "A result of its key was on record and not taken: the task is not cached, it was asked for"
            + " without cache, or a file in the result had changed.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** In a sentence. */
    public String words() {
      return words;
    }
  }

  /**
   * A part of the key.
   *
   * @param value on one line, cut; empty for the code
   * @param differs whether it is another in the earlier call
   * @param beforeHash in the earlier call; empty if there is none
   * @param before the value in the earlier call, cut, if it differs; else empty
   */
  public record Part(
      String name, String hash, String value, boolean differs, String beforeHash, String before) {}

  /** How a member of the code is another. */
  public enum How {
    NEW,
    CHANGED,
    GONE
  }

  /** A member of the code that is another. */
  public record CodeChange(How how, String member) {}

  /** Whether there is an earlier call with a part to compare. */
  public boolean compares() {
    return parts.stream().anyMatch(part -> !part.beforeHash().isEmpty());
  }

  /** Whether no part is another. */
  public boolean same() {
    return parts.stream().noneMatch(Part::differs);
  }
}
