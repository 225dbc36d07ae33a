package dev.heddle.benchmarks.micro;

import dev.heddle.sql.SqliteStore;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Outcome;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.Store;
import dev.heddle.value.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One look-up of a full frontier, one commit of a full group. */
@NullUnmarked // JMH fills the fields before it measures.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SqliteBenchmark {
  private static final int KEYS = 512;
  private static final int GROUP = 1_000;
  private static final int CALLS = 100_000;

  private Path file;
  private Store store;
  private long execution;
  private long numbers;
  private long asked;

  /** A store of 100,000 calls. */
  @Setup
  public void open() throws IOException {
    file = Files.createTempDirectory("heddle-micro-").resolve("heddle.db");
    store = SqliteStore.open(file, false);
    execution = Samples.execution(store);
    while (numbers < CALLS) {
      applyOneThousandSucceeded();
    }
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    store.close();
    try (Stream<Path> left = Files.walk(file.getParent())) {
      for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Benchmark
  public List<List<RecordedCall>> findFiveHundredAndTwelveKeys() {
    List<Hash> keys = new ArrayList<>(KEYS);
    for (int i = 0; i < KEYS; i++) {
      asked = (asked + 7_919) % CALLS; // All over the file.
      keys.add(Samples.key(asked));
    }
    return store.find(keys);
  }

  @Benchmark
  public List<Outcome> applyOneThousandSucceeded() {
    List<ChangeSet> group = Samples.succeeded(store, execution, numbers, GROUP);
    numbers += GROUP;
    return store.apply(group);
  }
}
