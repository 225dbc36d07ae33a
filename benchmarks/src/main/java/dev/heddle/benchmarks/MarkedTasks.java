package dev.heddle.benchmarks;

import dev.heddle.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Tasks that leave a mark when their body begins. */
public final class MarkedTasks {
  private MarkedTasks() {}

  /** Tells which process began it and when, and works until it is to end. */
  @Task
  public static long mark(String marks, String end) throws IOException, InterruptedException {
    Files.writeString(
        Path.of(marks),
        ProcessHandle.current().pid() + " " + System.currentTimeMillis() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    while (!Files.exists(Path.of(end))) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return ProcessHandle.current().pid();
  }

  /** One line in a ledger, then twenty milliseconds of work. */
  @Task
  public static int entry(int number, String ledger) throws IOException, InterruptedException {
    Files.writeString(
        Path.of(ledger), number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    TimeUnit.MILLISECONDS.sleep(20);
    return number;
  }
}
