package dev.heddle.acceptance;

import static dev.heddle.Lazy.catchAll;
import static dev.heddle.Lazy.catching;
import static dev.heddle.Lazy.cond;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.eachZip;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.partial;
import static dev.heddle.Lazy.record;
import static dev.heddle.Lazy.ref;
import static dev.heddle.Lazy.seq;
import static dev.heddle.Lazy.value;
import static dev.heddle.Lazy.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.Outcome;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.TaskRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  static final AtomicInteger SIDE = new AtomicInteger();
  static final CountDownLatch BOTH = new CountDownLatch(2);

  record Point(int x, int y) {}

  @Task
  static int add(int a, int b) {
    return a + b;
  }

  @Task
  static int twice(int a) {
    return a * 2;
  }

  @Task
  static int sum(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sum();
  }

  @Task
  static Expr<Integer> sumOfTwice(List<Integer> numbers) {
    return lazy(EvaluationTest::sum, each(EvaluationTest::twice, numbers));
  }

  @Task
  static Expr<Long> fib(int n) {
    return n < 2
        ? value((long) n)
        : zip(lazy(EvaluationTest::fib, n - 1), lazy(EvaluationTest::fib, n - 2), Long::sum);
  }

  @Task
  static String describe(Point point) {
    return point.x() + "/" + point.y();
  }

  @Task
  static int touch(int result) {
    SIDE.incrementAndGet();
    return result;
  }

  @Task(cache = Cache.NONE)
  static int count() {
    return SIDE.incrementAndGet();
  }

  @Task
  static Expr<List<Integer>> countTwice() {
    return listOf(lazy(EvaluationTest::count), lazy(EvaluationTest::count));
  }

  @Task
  static int fail(String message) {
    throw new IllegalStateException(message);
  }

  @Task
  static boolean meet(int who) throws InterruptedException {
    BOTH.countDown();
    return BOTH.await(10, TimeUnit.SECONDS) && who >= 0;
  }

  @Task
  static Expr<Integer> forEver(int n) {
    return lazy(EvaluationTest::forEver, n).map(x -> x + 1);
  }

  @Task
  static Expr<Integer> scaled(int n, int factor) {
    Expr<Integer> extra = lazy(EvaluationTest::twice, factor);
    return lazy(EvaluationTest::twice, n)
        .flatMap(x -> zip(lazy(EvaluationTest::add, x, extra), extra, (a, b) -> a * factor + b));
  }

  @Task
  static Expr<List<Integer>> applyTo(TaskRef<Integer, Integer> task, List<Integer> numbers) {
    return each(task, numbers);
  }

  private Heddle heddle;

  @BeforeEach
  void open(@TempDir Path root) {
    SIDE.set(0);
    heddle = Heddle.builder().store("memory:").root(root).open();
  }

  @AfterEach
  void close() {
    heddle.close();
  }

  @Test
  void aCallOfPlainAndLazyArgumentsIsItsValue() {
    assertThat(heddle.run(lazy(EvaluationTest::add, 1, lazy(EvaluationTest::twice, 4))))
        .isEqualTo(9);
  }

  @Test
  void resultsOfAFanOutComeInInputOrder() {
    List<Integer> numbers = IntStream.range(0, 500).boxed().toList();
    assertThat(heddle.run(each(EvaluationTest::twice, numbers)))
        .isEqualTo(numbers.stream().map(n -> n * 2).toList());
    assertThat(heddle.run(lazy(EvaluationTest::sumOfTwice, numbers))).isEqualTo(249_500);
  }

  @Test
  void anEmptyFanOutIsAnEmptyList() {
    assertThat(heddle.run(lazy(EvaluationTest::sumOfTwice, List.<Integer>of()))).isZero();
  }

  @Test
  void zippedListsMustBeOfOneLength() {
    assertThat(heddle.run(eachZip(EvaluationTest::add, List.of(1, 2), List.of(10, 20))))
        .containsExactly(11, 22);
    assertThatThrownBy(() -> heddle.run(eachZip(EvaluationTest::add, List.of(1, 2), List.of(10))))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("one length");
  }

  @Test
  void aRecursionRunsEachDistinctCallOnce() {
    Recorder recorder = new Recorder();
    long value =
        heddle.with(RunOptions.DEFAULT.withListener(recorder)).run(lazy(EvaluationTest::fib, 40));
    assertThat(value).isEqualTo(102_334_155L);
    assertThat(recorder.ran).hasSize(41);
  }

  @Test
  void siblingsRunAtTheSameTime() {
    assertThat(heddle.run(each(EvaluationTest::meet, List.of(1, 2)))).containsExactly(true, true);
  }

  @Test
  void aConditionEvaluatesOnlyTheBranchTaken() {
    Expr<Boolean> isOdd = lazy(EvaluationTest::add, 1, 2).map(n -> n % 2 == 1);
    Expr<Integer> chosen =
        cond(isOdd, lazy(EvaluationTest::add, 10, 20), lazy(EvaluationTest::touch, 0));
    assertThat(heddle.run(chosen)).isEqualTo(30);
    assertThat(SIDE).hasValue(0);
  }

  @Test
  void seqIsStrictlySerial() {
    List<Expr<Integer>> steps = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      steps.add(lazy(EvaluationTest::count));
    }
    assertThat(heddle.run(seq(steps))).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void equalUncachedCallsUnderOneParentAreTwoCalls() {
    assertThat(heddle.run(lazy(EvaluationTest::countTwice))).containsExactlyInAnyOrder(1, 2);
    assertThat(heddle.run(lazy(EvaluationTest::countTwice))).containsExactlyInAnyOrder(3, 4);
  }

  @Test
  void oneExpressionUsedTwiceIsOneCall() {
    Expr<Integer> once = lazy(EvaluationTest::count);
    assertThat(heddle.run(zip(once, once, Integer::sum))).isEqualTo(2);
    assertThat(SIDE).hasValue(1);
  }

  @Test
  void aRecordIsAssembledFromLazyParts() {
    Expr<Point> point = record(Point::new, lazy(EvaluationTest::twice, 2), value(7));
    assertThat(heddle.run(lazy(EvaluationTest::describe, point))).isEqualTo("4/7");
  }

  @Test
  void aFailureIsCaughtByItsClassOnly() {
    Expr<Integer> failing = lazy(EvaluationTest::fail, "no");
    assertThat(heddle.run(catching(failing, IllegalStateException.class, e -> -1))).isEqualTo(-1);
    assertThat(heddle.run(catching(failing, RuntimeException.class, e -> e.getMessage().length())))
        .isEqualTo(2);
    assertThatThrownBy(() -> heddle.run(catching(failing, IllegalArgumentException.class, e -> -1)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void catchAllWaitsForAllAndKeepsBothKinds() {
    List<Outcome<Integer>> outcomes =
        heddle.run(
            catchAll(
                List.of(lazy(EvaluationTest::twice, 1), lazy(EvaluationTest::fail, "x")),
                IllegalStateException.class));
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Success<>(2));
    assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failure.class);
  }

  @Test
  void inlineFunctionsMayCaptureValuesAndExpressions() {
    assertThat(heddle.run(lazy(EvaluationTest::scaled, 5, 3))).isEqualTo((10 + 6) * 3 + 6);
    Recorder again = new Recorder();
    assertThat(
            heddle
                .with(RunOptions.DEFAULT.withListener(again))
                .run(lazy(EvaluationTest::scaled, 5, 3)))
        .isEqualTo(54);
    assertThat(again.ran).isEmpty();
  }

  @Test
  void aTaskIsAValueThatOtherTasksCanBeGiven() {
    Expr<List<Integer>> plusTen =
        lazy(EvaluationTest::applyTo, partial(EvaluationTest::add, 10), List.of(1, 2));
    assertThat(heddle.run(plusTen)).containsExactly(11, 12);
    Recorder again = new Recorder();
    assertThat(heddle.with(RunOptions.DEFAULT.withListener(again)).run(plusTen))
        .containsExactly(11, 12);
    assertThat(again.ran).isEmpty();
    assertThat(heddle.run(lazy(EvaluationTest::applyTo, ref(EvaluationTest::twice), List.of(4))))
        .containsExactly(8);
  }

  @Test
  void aCallThatWaitsForItselfIsReportedWithTheCycle() {
    assertThatThrownBy(() -> heddle.run(lazy(EvaluationTest::forEver, 7)))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("waits for itself")
        .hasMessageContaining("forEver(7)");
  }
}
