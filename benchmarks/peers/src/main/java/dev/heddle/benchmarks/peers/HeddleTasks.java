package dev.heddle.benchmarks.peers;

import dev.heddle.Task;
import java.io.IOException;

/** The bodies as Heddle's tasks. */
public final class HeddleTasks {
  private HeddleTasks() {}

  /** The no-op. */
  @Task
  public static int noop(int number) {
    return Work.noop(number);
  }

  /** Marks and holds. */
  @Task
  public static int hold(String marks) throws IOException, InterruptedException {
    Work.hold(marks);
    return 0;
  }
}
