package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = LINUX, disabledReason = "other kernels are not asked")
class FileEventsTest {
  @TempDir private Path folder;

  @Test
  void tellsOfTheFileWhenItIsMadeAndWhenItIsWritten() throws IOException {
    Path file = folder.resolve("heddle.db-wal");
    AtomicInteger told = new AtomicInteger();
    try (FileEvents events = FileEvents.of(file, () -> told.incrementAndGet() > 0)) {
      Files.writeString(file, "a");
      await().atMost(Duration.ofSeconds(20)).until(() -> told.get() > 0);

      int before = told.get();
      Files.writeString(file, "ab");
      await().atMost(Duration.ofSeconds(20)).until(() -> told.get() > before);

      assertThat(events).isNotNull();
    }
  }

  @Test
  void saysNothingOfOtherFilesNorAfterItIsClosed() throws IOException {
    Path file = folder.resolve("heddle.db-wal");
    AtomicInteger told = new AtomicInteger();
    FileEvents events = FileEvents.of(file, () -> told.incrementAndGet() > 0);
    AtomicInteger others = new AtomicInteger();
    Path other = folder.resolve("other");
    try (FileEvents witness = FileEvents.of(other, () -> others.incrementAndGet() > 0)) {
      Files.writeString(other, "a");
      await().atMost(Duration.ofSeconds(20)).until(() -> others.get() > 0);
      assertThat(told).hasValue(0);

      events.close();
      Files.writeString(file, "a");
      int before = others.get();
      Files.writeString(other, "ab");
      await().atMost(Duration.ofSeconds(20)).until(() -> others.get() > before);
      assertThat(told).hasValue(0);
      assertThat(witness).isNotNull();
    }
  }
}
