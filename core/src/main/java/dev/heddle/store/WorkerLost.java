package dev.heddle.store;

import java.util.List;
import java.util.stream.Collectors;

/** The error of an invocation whose body was running alone each time its worker died. */
public final class WorkerLost {
  /** The name it is recorded under. */
  public static final String TYPE = "dev.heddle.WorkerLostException";

  private WorkerLost() {}

  /**
   * As every store records it.
   *
   * @param workers that died, in that order
   */
  public static StoredError error(List<Long> workers) {
    String names = workers.stream().map(Ids::text).collect(Collectors.joining(", "));
    return new StoredError(
        List.of(
            TYPE,
            "dev.heddle.HeddleException",
            "java.lang.RuntimeException",
            "java.lang.Exception",
            "java.lang.Throwable"),
        "WorkerLost: "
            + workers.size()
            + (workers.size() == 1 ? " worker" : " workers")
            + " died while its body ran and nothing else ran there: "
            + names
            + ". It is not tried again. See what it does to its process (memory, native code,"
            + " System.exit), then order it anew.",
        List.of(),
        null);
  }
}
