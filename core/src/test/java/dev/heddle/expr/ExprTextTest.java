package dev.heddle.expr;

import static dev.heddle.Lazy.catching;
import static dev.heddle.Lazy.cond;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.record;
import static dev.heddle.Lazy.seq;
import static dev.heddle.Lazy.value;
import static dev.heddle.Lazy.zip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Expr;
import dev.heddle.Sensitive;
import dev.heddle.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExprTextTest {
  static class Tasks {
    @Task
    static int inc(int n) {
      return n + 1;
    }

    @Task
    static String login(String user, @Sensitive String password) {
      return user + password;
    }

    @Task
    static String show(List<Integer> all, String s) {
      return s + all;
    }
  }

  record Pair(int a, String b) {}

  record Angry(int n) {
    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  @Test
  void readsLikeTheSource() {
    Expr<Integer> one = lazy(Tasks::inc, 1);

    assertThat(lazy(Tasks::show, each(Tasks::inc, List.of(1, 2)), "x"))
        .hasToString("ExprTextTest$Tasks.show(each(ExprTextTest$Tasks.inc, [1, 2]), \"x\")");
    assertThat(value(1).map(Integer::longValue)).hasToString("1.map(Integer::longValue)");
    assertThat(value(1).map(n -> n + 1)).hasToString("1.map(lambda in ExprTextTest)");
    assertThat(zip(value(1), value(2), Integer::sum)).hasToString("zip(1, 2, Integer::sum)");
    assertThat(record(Pair::new, value(1), value("b"))).hasToString("record(Pair::new, 1, \"b\")");
    assertThat(cond(value(true), value(1), value(2))).hasToString("cond(true, 1, 2)");
    assertThat(seq(value(1), value(2))).hasToString("seq(1, 2)");
    assertThat(listOf(value(null))).hasToString("listOf(null)");
    assertThat(catching(one, ArithmeticException.class, ArithmeticException::hashCode).toString())
        .startsWith("catching(ExprTextTest$Tasks.inc(1), ArithmeticException.class, ");
  }

  @Test
  void cutsWhatIsLong() {
    List<Integer> many = IntStream.range(0, 100_000).boxed().toList();

    assertThat(each(Tasks::inc, many))
        .hasToString("each(ExprTextTest$Tasks.inc, [0, 1, 2, 3, … 99996 more])");
    assertThat(seq(many.stream().map(n -> value(n)).toList()))
        .hasToString("seq(0, 1, 2, 3, … 99996 more)");
    assertThat(value("x".repeat(1_000_000)).toString()).hasSize(42);
    assertThat(value(new int[3])).hasToString("int[3]");
  }

  @Test
  void hidesWhatIsSensitiveHoweverItIsGiven() {
    assertThat(lazy(Tasks::login, "ann", "hunter2"))
        .hasToString("ExprTextTest$Tasks.login(\"ann\", \"••••\")");
    assertThat(lazy(Tasks::login, "ann", lazy(Tasks::login, "hunter", "2")))
        .hasToString("ExprTextTest$Tasks.login(\"ann\", \"••••\")");
    assertThat(each(Tasks::login, List.of("ann"), "hunter2"))
        .hasToString("each(ExprTextTest$Tasks.login, [\"ann\"], \"••••\")");
  }

  @Test
  void survivesAToStringThatThrows() {
    assertThat(value(new Angry(1))).hasToString("Angry");
  }

  @Test
  void aMillionNestedCallsAreBuiltAndShownWithoutRecursion() {
    Expr<Integer> expr = value(0);
    for (int i = 0; i < 1_000_000; i++) {
      expr = lazy(Tasks::inc, expr);
    }
    for (int i = 0; i < 100_000; i++) {
      expr = expr.map(n -> n + 1);
    }
    Expr<Integer> nested = expr;
    for (int i = 0; i < 100_000; i++) {
      nested = cond(value(true), nested, nested);
    }

    assertThat(expr.toString()).startsWith("….map(lambda in ExprTextTest)").hasSizeLessThan(301);
    assertThat(nested.toString()).startsWith("cond(true, cond(").hasSizeLessThan(301);
  }
}
