package dev.heddle.benchmarks.micro;

import dev.heddle.DirectTask;
import dev.heddle.config.SyncMode;
import dev.heddle.task.Woven;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the weaving of a method costs where direct calls are plain calls. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "-D" + SyncMode.PROPERTY + "=true")
public class InertBenchmark {
  private int left = 17;
  private int right = 25;

  /** The woven class. */
  public static final class Sums {
    private Sums() {}

    /** The direct task. */
    @DirectTask
    public static int woven(int left, int right) {
      return left * 31 + right;
    }
  }

  /** A class that the weaver has nothing to do with. */
  private static final class PlainSums {
    static int plain(int left, int right) {
      return left * 31 + right;
    }
  }

  /** Else it would be something else that is measured. */
  @Setup
  public void mustBeInert() {
    if (!Sums.class.isAnnotationPresent(Woven.class) || SyncMode.ofProcess() != SyncMode.PLAIN) {
      throw new IllegalStateException("not woven, or not inert");
    }
  }

  @Benchmark
  public int woven() {
    return Sums.woven(left, right);
  }

  @Benchmark
  public int plain() {
    return PlainSums.plain(left, right);
  }
}
