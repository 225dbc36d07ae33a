package dev.heddle.acceptance;

import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.seq;
import static dev.heddle.Lazy.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Depth is bounded by memory, not by the stack. The figures of the issue are in the benchmarks. */
class DepthTest {
  @Task
  static int next(int n) {
    return n + 1;
  }

  @Task
  static Expr<Integer> depth(int n) {
    return n == 0 ? value(0) : lazy(DepthTest::depth, n - 1).map(x -> x + 1);
  }

  private Heddle heddle;

  @BeforeEach
  void open(@TempDir Path root) {
    heddle = Heddle.builder().store("memory:").root(root).open();
  }

  @AfterEach
  void close() {
    heddle.close();
  }

  @Test
  void aLongChainOfNestedCallsEvaluates() {
    Expr<Integer> chain = value(0);
    for (int i = 0; i < 20_000; i++) {
      chain = lazy(DepthTest::next, chain);
    }
    assertThat(chain.toString()).hasSizeLessThan(1_000);
    assertThat(heddle.run(chain)).isEqualTo(20_000);
  }

  @Test
  void aDeepRecursionEvaluatesAndReplays() {
    assertThat(heddle.run(lazy(DepthTest::depth, 10_000))).isEqualTo(10_000);
    assertThat(heddle.run(lazy(DepthTest::depth, 10_000))).isEqualTo(10_000);
  }

  @Test
  void aLongChainOfMapsEvaluates() {
    Expr<Integer> chain = value(0);
    for (int i = 0; i < 100_000; i++) {
      chain = chain.map(x -> x + 1);
    }
    assertThat(heddle.run(chain)).isEqualTo(100_000);
  }

  @Test
  void aLongSeqEvaluates() {
    List<Expr<Integer>> steps = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      steps.add(lazy(DepthTest::next, i));
    }
    assertThat(heddle.run(seq(steps))).hasSize(20_000).endsWith(20_000);
  }
}
