package dev.heddle.acceptance;

import static dev.heddle.Lazy.catching;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.heddle.Cache;
import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReuseTest {
  static final AtomicBoolean BROKEN = new AtomicBoolean();

  @Task
  static int twice(int a) {
    return a * 2;
  }

  @Task(cache = Cache.EXECUTION)
  static int local(int a) {
    return a * 2;
  }

  @Task
  static Expr<List<Integer>> all(List<Integer> numbers) {
    return each(ReuseTest::twice, numbers);
  }

  @Task
  static Expr<List<Integer>> allLocal(List<Integer> numbers) {
    return each(ReuseTest::local, numbers);
  }

  @Task
  static int size(Map<String, Integer> map, Set<String> set) {
    return map.size() + set.size();
  }

  @Task
  static String ofInt(int a) {
    return "int " + a;
  }

  @Task
  static String ofLong(long a) {
    return "long " + a;
  }

  @Task
  static int flaky(int a) {
    if (BROKEN.get()) {
      throw new IllegalStateException("broken");
    }
    return a;
  }

  @Task
  static Expr<Integer> rescued(int a) {
    return catching(lazy(ReuseTest::flaky, a), IllegalStateException.class, e -> -1);
  }

  @Task
  static Expr<List<Integer>> half(int a) {
    return listOf(lazy(ReuseTest::twice, a), lazy(ReuseTest::flaky, a));
  }

  @Task
  static FileRef upper(FileRef in, String out) {
    return FileRef.of(out).writeString(in.readString().toUpperCase(java.util.Locale.ROOT));
  }

  @Task
  static int length(FileRef file) {
    return file.readString().length();
  }

  @Task
  static Expr<Integer> pipeline(FileRef in, String out) {
    return lazy(ReuseTest::length, lazy(ReuseTest::upper, in, out));
  }

  @Task
  static int spoil(FileRef in) {
    in.writeString("spoilt");
    return 1;
  }

  private Heddle heddle;
  private Path root;

  @BeforeEach
  void open(@TempDir Path folder) {
    BROKEN.set(false);
    root = folder;
    heddle = Heddle.builder().store("memory:").root(folder).open();
  }

  @AfterEach
  void close() {
    heddle.close();
  }

  private Recorder run(Expr<?> expr) {
    Recorder recorder = new Recorder();
    heddle.with(RunOptions.DEFAULT.withListener(recorder)).run(expr);
    return recorder;
  }

  @Test
  void theSameAgainRunsNothing() {
    assertThat(run(lazy(ReuseTest::all, List.of(1, 2, 3))).ran).hasSize(4);
    Recorder again = run(lazy(ReuseTest::all, List.of(1, 2, 3)));
    assertThat(again.ran).isEmpty();
    assertThat(again.report().cached()).isEqualTo(4);
    assertThat(again.cached).as("a whole subtree is one hit").hasSize(1);
  }

  @Test
  void callsUnderOverlappingSubtreesAreCountedOnce() {
    run(lazy(EvaluationTest::fib, 20));
    Recorder more = run(lazy(EvaluationTest::fib, 22));
    assertThat(more.ran).containsExactlyInAnyOrder("fib(22)", "fib(21)");
    assertThat(more.report().total()).isEqualTo(23);
    assertThat(more.report().cachedByTask())
        .containsOnly(entry("dev.heddle.acceptance.EvaluationTest.fib", 21L));
  }

  @Test
  void onlyWhatIsNewRuns() {
    run(lazy(ReuseTest::all, List.of(1, 2, 3)));
    Recorder more = run(lazy(ReuseTest::all, List.of(1, 2, 3, 4)));
    assertThat(more.ran).containsExactlyInAnyOrder("all([1,2,3,4])", "twice(4)");
    assertThat(more.cached).containsExactlyInAnyOrder("twice(1)", "twice(2)", "twice(3)");
  }

  @Test
  void withoutCacheAllRunsAndIsReusableLater() {
    run(lazy(ReuseTest::all, List.of(1, 2)));
    Recorder fresh = new Recorder();
    heddle
        .with(RunOptions.DEFAULT.withListener(fresh).withUseCache(false))
        .run(lazy(ReuseTest::all, List.of(1, 2)));
    assertThat(fresh.ran).hasSize(3);
    assertThat(run(lazy(ReuseTest::all, List.of(1, 2))).ran).isEmpty();
  }

  @Test
  void resultsOfExecutionScopeAreSharedWithinARunOnly() {
    assertThat(run(lazy(ReuseTest::allLocal, List.of(5, 5))).ran)
        .containsExactlyInAnyOrder("allLocal([5,5])", "local(5)");
    assertThat(run(lazy(ReuseTest::allLocal, List.of(5, 5))).ran).containsExactly("local(5)");
  }

  @Test
  void aTaskThatIsNoLongerCachedRunsAgainUnderRecordedCallers() throws IOException {
    try (MemoryStore memory = new MemoryStore()) {
      try (Heddle before = Heddle.builder().store(memory.peer()).root(root).open()) {
        before.run(lazy(ReuseTest::all, List.of(1, 2)));
      }
      Files.writeString(
          root.resolve("heddle.toml"),
          "[task.\"dev.heddle.acceptance.ReuseTest.twice\"]\ncache = \"none\"\n");
      Recorder after = new Recorder();
      try (Heddle now = Heddle.builder().store(memory.peer()).root(root).open()) {
        now.with(RunOptions.DEFAULT.withListener(after)).run(lazy(ReuseTest::all, List.of(1, 2)));
      }
      assertThat(after.ran).containsExactlyInAnyOrder("twice(1)", "twice(2)");
    }
  }

  @Test
  void orderOfMapsAndSetsIsNotPartOfAKey() {
    Map<String, Integer> one = new LinkedHashMap<>();
    one.put("a", 1);
    one.put("b", 2);
    Map<String, Integer> other = new LinkedHashMap<>();
    other.put("b", 2);
    other.put("a", 1);
    assertThat(run(lazy(ReuseTest::size, one, Set.of("x", "y"))).ran).hasSize(1);
    assertThat(run(lazy(ReuseTest::size, other, Set.of("y", "x"))).ran).isEmpty();
  }

  @Test
  void anArgumentIsWhatItsParameterSays() {
    assertThat(heddle.run(lazy(ReuseTest::ofInt, 1))).isEqualTo("int 1");
    assertThat(heddle.run(lazy(ReuseTest::ofLong, value(1).map(Integer::longValue))))
        .isEqualTo("long 1");
    assertThat(run(lazy(ReuseTest::ofLong, 1L)).ran).isEmpty();
  }

  @Test
  void afterAFailureEverythingThatHadFinishedIsReused() {
    BROKEN.set(true);
    assertThatThrownBy(() -> run(lazy(ReuseTest::half, 3)))
        .isInstanceOf(IllegalStateException.class);
    BROKEN.set(false);
    assertThat(run(lazy(ReuseTest::half, 3)).ran).containsExactly("flaky(3)");
  }

  @Test
  void aCaughtFailureRunsAgainNextTime() {
    BROKEN.set(true);
    assertThat(heddle.run(lazy(ReuseTest::rescued, 3))).isEqualTo(-1);
    BROKEN.set(false);
    assertThat(heddle.run(lazy(ReuseTest::rescued, 3))).isEqualTo(3);
    assertThat(run(lazy(ReuseTest::rescued, 3)).ran).isEmpty();
  }

  @Test
  void aChangedInputReRunsItsConsumersAndALostOutputItsProducer() throws IOException {
    Path in = root.resolve("in.txt");
    Path out = root.resolve("made/out.txt");
    Files.writeString(in, "hello");
    Expr<Integer> expr = lazy(ReuseTest::pipeline, FileRef.of(in), out.toString());
    assertThat(heddle.run(expr)).isEqualTo(5);
    assertThat(run(expr).ran).isEmpty();

    Files.delete(out);
    assertThat(run(expr).ran).singleElement().asString().startsWith("upper(");
    assertThat(out).hasContent("HELLO");

    Files.writeString(in, "hello world");
    assertThat(heddle.run(expr)).isEqualTo(11);
    Files.writeString(in, "hello");
    assertThat(heddle.run(expr)).isEqualTo(5);
    assertThat(out).hasContent("HELLO");
  }

  @Test
  void aTaskThatChangesItsOwnInputIsToldSo() throws IOException {
    Path in = root.resolve("in.txt");
    Files.writeString(in, "hello");
    assertThatThrownBy(() -> heddle.run(lazy(ReuseTest::spoil, FileRef.of(in))))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("in.txt")
        .hasMessageContaining("changed while it ran");
  }
}
