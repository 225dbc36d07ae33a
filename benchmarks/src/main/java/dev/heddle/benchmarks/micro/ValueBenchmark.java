package dev.heddle.benchmarks.micro;

import dev.heddle.value.Codec;
import dev.heddle.value.Codecs;
import dev.heddle.value.DigestMemory;
import dev.heddle.value.FileDigests;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Small values to bytes and hash, and hashes to a call key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ValueBenchmark {
  /** A value as small tasks pass them around. */
  public record Report(String period, long orders, double average) {}

  private final Codecs codecs =
      new Codecs(
          List.of(), new FileDigests(Path.of(""), DigestMemory.inMemory(), Clock.systemUTC()));
  private final Codec numbers = codecs.of(int.class, "a benchmark");
  private final Codec reports = codecs.of(Report.class, "a benchmark");
  private final Hasher hasher = Hasher.reusable();
  private final Report report = new Report("Q1-2025", 4_711, 99.95);
  private final Hash argument = Samples.value(4_711).hash();
  private int number;

  @Benchmark
  public StoredValue encodeAndHashAnInt() {
    return numbers.encode(number++);
  }

  @Benchmark
  public StoredValue encodeAndHashARecord() {
    return reports.encode(report);
  }

  @Benchmark
  public Hash callKey() {
    return hasher.begin("Call").putHash(Samples.TASK.hash()).putInt(1).putHash(argument).hash();
  }
}
