package dev.heddle.benchmarks;

import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import com.sun.management.OperatingSystemMXBean;
import dev.heddle.Heddle;
import dev.heddle.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Where a scenario works: a folder of its own, gone when it ends, and the scale to measure at. */
final class Bench implements AutoCloseable {
  private final Path folder;
  private final Scale scale;
  private int files;
  private int numbers;

  Bench(Scale scale) throws IOException {
    this.folder = Files.createTempDirectory("heddle-bench-");
    this.scale = scale;
  }

  Scale scale() {
    return scale;
  }

  /** A file that does not exist yet. */
  Path newFile() {
    return folder.resolve("store-" + files++ + ".db");
  }

  /** The first of {@code count} numbers that no call had as its argument before. */
  int newNumbers(int count) {
    int first = numbers;
    numbers = Math.addExact(numbers, count);
    return first;
  }

  Heddle open(Path file) {
    return Heddle.builder().root(folder).store("sqlite:" + file).open();
  }

  /** On a store of any kind. */
  Heddle openUrl(String url) {
    return Heddle.builder().root(folder).store(url).open();
  }

  /** With a worker that its first direct call starts. */
  Heddle openEmbedded(Path file) {
    return Heddle.builder().root(folder).store("sqlite:" + file).embeddedWorker().open();
  }

  Heddle open(Store store) {
    return Heddle.builder().root(folder).store(store).open();
  }

  Heddle memory() {
    return Heddle.builder().root(folder).store("memory:").open();
  }

  /** Lets the compiler see what will be measured. */
  void warmUp(Heddle heddle) {
    for (int done = 0; done < scale.warmUp(); done += scale.batch()) {
      int from = newNumbers(scale.batch());
      heddle.run(lazy(Tasks::wide, from, scale.batch()));
      heddle.run(each(Tasks::next, Tasks.numbers(from, scale.batch())));
    }
  }

  /** Seconds that the work takes. */
  static double seconds(Callable<?> work) throws Exception {
    long begun = System.nanoTime();
    work.call();
    return (System.nanoTime() - begun) / 1e9;
  }

  /** What all threads of this process have worked so far. */
  static double cpuMicros() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e3;
  }

  static double median(double[] figures) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  void delete(Path file) throws IOException {
    for (String suffix : new String[] {"", "-wal", "-shm"}) {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
    }
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(folder, new Deleting());
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " could not be deleted", e);
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path emptied, @Nullable IOException error)
        throws IOException {
      Files.delete(emptied);
      return FileVisitResult.CONTINUE;
    }
  }
}
