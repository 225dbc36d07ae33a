package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.CommandLine.Ended;
import dev.heddle.examples.Example.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrimesTest {
  @TempDir private Path root;
  private Example primes;

  @BeforeEach
  void copy() throws IOException {
    primes = Example.copy(root, "primes", "Primes.java");
  }

  @Test
  void countsInRanges() {
    Run run = primes.run("below", "--limit", "100000", "--step", "30000");

    assertThat(run.result().asLong()).isEqualTo(9592);
    assertThat(run.ran()).isEqualTo(Map.of("below", 1, "count", 4, "total", 1));
  }

  @Test
  void aHigherLimitReusesTheRangesBelow() {
    primes.run("below", "--limit", "90000", "--step", "30000");

    Run higher = primes.run("below", "--limit", "120000", "--step", "30000");

    assertThat(higher.result().asLong()).isEqualTo(11301);
    assertThat(higher.ran()).isEqualTo(Map.of("below", 1, "count", 1, "total", 1));
    assertThat(higher.count("cached")).isEqualTo(3);
  }

  @Test
  void smallLimitsAreRightToo() {
    assertThat(primes.run("below", "--limit", "0").result().asLong()).isZero();
    assertThat(primes.run("below", "--limit", "3").result().asLong()).isEqualTo(1);
    assertThat(primes.run("below", "--limit", "30").result().asLong()).isEqualTo(10);
  }

  @Test
  void saysWhatIsWrongWithTheStep() {
    Ended ended = primes.tryRun("below", "--step", "0");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("step must be at least 1, not 0").contains("below");
  }
}
