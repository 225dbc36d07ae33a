package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskVersion;
import dev.heddle.testkit.Calls;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamesTest {
  private static final Sensitivity MARKS = new Sensitivity(Set.of(1), true);

  @TempDir Path folder;

  @Test
  void aProcessThatReadsSeesMarksThatAnotherMakes() throws Exception {
    Path file = folder.resolve("heddle.db");
    SqliteStore.open(file, false).close();
    AtomicLong now = new AtomicLong(TimeUnit.HOURS.toNanos(-1));
    Names reading = new Names(now::get);
    try (Session session = SqliteSessions.open(file)) {
      long id = new Names().id(session, Calls.TASK);
      assertThat(reading.task(session, id).sensitivity()).isEqualTo(Sensitivity.NONE);

      assertThat(new Names().id(session, Calls.TASK.and(MARKS))).isEqualTo(id);

      now.addAndGet(TimeUnit.SECONDS.toNanos(11));
      TaskVersion read = reading.task(session, id);
      assertThat(read.sensitivity()).isEqualTo(MARKS);
      assertThat(read.parameters()).isEqualTo(Calls.TASK.parameters());
    }
  }

  @Test
  void whatIsNotMarkedIsPackedAsItWasBeforeThereWereMarks() {
    byte[] before = Blobs.strings(List.of("int a", "int b"));

    assertThat(Blobs.parameters(List.of("int a", "int b"), Sensitivity.NONE)).isEqualTo(before);
    assertThat(Blobs.marks(before)).isEqualTo(Sensitivity.NONE);
    assertThat(Blobs.strings(Blobs.parameters(List.of("int a", "int b"), MARKS)))
        .containsExactly("int a", "int b");
  }
}
