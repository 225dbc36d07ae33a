package dev.heddle.sql;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tasks that leave a line in a ledger each time a body runs, so that what really happened can be
 * compared with what is on record.
 */
final class LedgerTasks {
  private LedgerTasks() {}

  /** One line, then some work. */
  @Task
  static int entry(int number, String ledger, int millis) throws Exception {
    write(ledger, "entry " + number);
    TimeUnit.MILLISECONDS.sleep(millis); // the work
    return number;
  }

  /** Orders ten entries, tells the ledger after the fifth, and waits for all. */
  @Task
  static int parent(String ledger, int from) throws Exception {
    List<Invocation<Integer>> children = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      children.add(Heddle.current().submit(LedgerTasks::entry, from + i, ledger, 1));
      if (i == 4) {
        write(ledger, "fifth " + from);
        TimeUnit.MILLISECONDS.sleep(300); // time to be killed in
      }
    }
    return children.stream().mapToInt(Invocation::result).sum();
  }

  /** Runs until a file is there. */
  @Task
  static String held(String ledger, String gate, TaskContext context) throws Exception {
    write(ledger, "held " + ProcessHandle.current().pid());
    while (!Files.exists(Path.of(gate))) {
      TimeUnit.MILLISECONDS.sleep(20); // a body that polls, as bodies do
    }
    write(ledger, "released " + ProcessHandle.current().pid());
    return "by " + ProcessHandle.current().pid();
  }

  /** Takes its process with it. */
  @Task
  static int poison(String ledger) throws IOException {
    write(ledger, "poison");
    Runtime.getRuntime().halt(137);
    return 0;
  }

  /** One write call, so that lines of several processes never mix. */
  private static void write(String ledger, String line) throws IOException {
    Files.write(
        Path.of(ledger),
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
