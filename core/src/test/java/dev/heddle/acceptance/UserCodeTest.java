package dev.heddle.acceptance;

import static dev.heddle.Lazy.catching;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.record;
import static dev.heddle.Lazy.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.ExecutionListener;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.RunOptions;
import dev.heddle.Task;
import dev.heddle.store.ExecutionState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a user's code throws, and wherever, the run ends, and says so on record. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class UserCodeTest {
  private static volatile CountDownLatch gate = new CountDownLatch(1);

  static final class Rude extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String where;

    Rude(String where) {
      super("rude in " + where);
      this.where = where;
    }

    @Override
    public synchronized Throwable getCause() {
      if (where.equals("getCause")) {
        throw new IllegalStateException("no cause for you");
      }
      return null;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      if (where.equals("getStackTrace")) {
        throw new IllegalStateException("no trace for you");
      }
      return super.getStackTrace();
    }
  }

  record Odd(int n) {
    Odd {
      if (n == 13) {
        throw new AssertionError("not thirteen");
      }
    }
  }

  record Key(int n) {
    @Override
    public int hashCode() {
      if (n == 13) {
        throw new NoClassDefFoundError("hash");
      }
      return n;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.n == n;
    }
  }

  @Task
  static int rude(String where) {
    throw new Rude(where);
  }

  @Task
  static int one(int n) {
    return n;
  }

  @Task
  static int number(Odd odd) {
    return odd.n();
  }

  @Task
  static int size(Map<Key, Integer> map) {
    return map.size();
  }

  @Task
  static int failWith(String what) throws InterruptedException {
    if (what.equals("late")) {
      gate.await(5, TimeUnit.SECONDS);
      throw new IllegalArgumentException(what);
    }
    if (what.equals("lateState")) {
      gate.await(5, TimeUnit.SECONDS);
      throw new IllegalStateException(what);
    }
    gate.countDown();
    if (what.equals("state")) {
      throw new IllegalStateException(what);
    }
    throw new IllegalArgumentException(what);
  }

  @Task
  static Expr<Integer> sum(String a, String b) {
    return catching(
        listOf(lazy(UserCodeTest::failWith, a), lazy(UserCodeTest::failWith, b))
            .map(list -> list.size()),
        IllegalArgumentException.class,
        e -> -1);
  }

  private Heddle heddle;

  @BeforeEach
  void open(@TempDir Path root) {
    gate = new CountDownLatch(1);
    heddle = Heddle.builder().store("memory:").root(root).slots(4).open();
  }

  @AfterEach
  void close() {
    heddle.close();
  }

  private void assertFailsOnRecord(Expr<?> expression, String message) {
    Throwable thrown = catchThrowable(() -> heddle.run(expression));
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).contains(message);
    assertThat(heddle.store().executions(Long.MAX_VALUE, 1).get(0).state())
        .isEqualTo(ExecutionState.FAILED);
  }

  @Test
  void anErrorWhoseCauseCanNotBeAsked() {
    assertFailsOnRecord(lazy(UserCodeTest::rude, "getCause"), "rude");
  }

  @Test
  void anErrorWhoseTraceCanNotBeRead() {
    assertFailsOnRecord(lazy(UserCodeTest::rude, "getStackTrace"), "rude");
  }

  @Test
  void theSameFromAnInlineFunction() {
    assertFailsOnRecord(
        value(1)
            .map(
                n -> {
                  throw new Rude("getCause");
                }),
        "rude");
  }

  @Test
  void aRecordThatRefusesItsComponentsWithAnError() {
    assertFailsOnRecord(
        lazy(UserCodeTest::number, record(Odd::new, lazy(UserCodeTest::one, 13))), "thirteen");
  }

  @Test
  void aKeyThatCanNotBeHashed() {
    assertFailsOnRecord(
        lazy(UserCodeTest::size, Map.of(new Key(1), 1)).map(n -> new Key(13).hashCode()), "hash");
    assertFailsOnRecord(
        lazy(
            UserCodeTest::size,
            dev.heddle.Lazy.mapOf(
                dev.heddle.Lazy.entry(value(new Key(13)), lazy(UserCodeTest::one, 2)))),
        "hash");
  }

  @Test
  void aListenerThatThrowsAnErrorIsNoPartOfTheRun() {
    ExecutionListener listener =
        new ExecutionListener() {
          @Override
          public void invocation(InvocationEvent event) {
            throw new AssertionError("the listener is wrong");
          }
        };
    assertThat(
            heddle
                .with(RunOptions.DEFAULT.withListener(listener))
                .run(each(UserCodeTest::one, List.of(1, 2))))
        .containsExactly(1, 2);
  }

  @Test
  void whichOfTwoFailuresIsCaughtDoesNotDependOnWhichCameFirst() {
    assertThat(heddle.run(lazy(UserCodeTest::sum, "late", "state"))).isEqualTo(-1);
    gate = new CountDownLatch(1);
    assertThat(heddle.run(lazy(UserCodeTest::sum, "argument", "lateState"))).isEqualTo(-1);
  }
}
