package dev.heddle.benchmarks.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** How long the disk of the measured stores takes to make a block durable. */
final class Disk {
  private static final int BLOCK = 8_192;
  private static final int BLOCKS = 128;
  private static final int TIMES = 200;

  /** Between two of them, as between the commits of an idle program. */
  private static final long PAUSE_NANOS = 10_000_000;

  private Disk() {}

  /** Milliseconds, the median, of a block that is written within a file where it was before. */
  static double syncMillis() throws IOException {
    Path file = Files.createTempFile("disk", ".tmp");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(BLOCK * BLOCKS));
      channel.force(true);
      double[] millis = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
        long begun = System.nanoTime();
        channel.write(ByteBuffer.allocate(BLOCK), (long) BLOCK * (i % BLOCKS));
        channel.force(false);
        millis[i] = (System.nanoTime() - begun) / 1e6;
      }
      Arrays.sort(millis);
      return millis[TIMES / 2];
    } finally {
      Files.delete(file);
    }
  }
}
