package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.CommandLine.Ended;
import dev.heddle.examples.Example.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FibTest {
  @TempDir private Path root;
  private Example fib;

  @BeforeEach
  void copy() throws IOException {
    fib = Example.copy(root, "fib", "Fib.java");
  }

  @Test
  void computesEachNumberOnce() {
    Run run = fib.run("fib");

    assertThat(run.result().bigIntegerValue()).isEqualTo("2880067194370816120");
    assertThat(run.count("run")).as("fib(0) to fib(90)").isEqualTo(91);
    assertThat(run.argumentsOf("fib")).doesNotHaveDuplicates();
  }

  @Test
  void goesOnFromWhatIsKnown() {
    fib.run("fib", "--n", "90");

    Run next = fib.run("fib", "--n", "92");

    assertThat(next.argumentsOf("fib")).containsExactly("[91]", "[92]");
    assertThat(next.result().bigIntegerValue()).isEqualTo("7540113804746346429");
    assertThat(fib.run("fib", "--n", "92").count("run")).isZero();
  }

  @Test
  void fitsNoLong() {
    assertThat(fib.run("fib", "--n", "200").result().bigIntegerValue())
        .isEqualTo("280571172992510140037611932413038677189525");
  }

  @Test
  void refusesNegativeNumbers() {
    Ended ended = fib.tryRun("fib", "--n", "-1");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("n must not be negative, it is -1");
  }
}
