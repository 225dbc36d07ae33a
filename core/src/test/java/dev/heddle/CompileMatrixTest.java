package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the compiler accepts without casts, and what it does not, by the JDK that runs the tests.
 * Each row is one statement compiled against {@link #TASKS}.
 */
class CompileMatrixTest {
  private static final String TASKS =
      """
      package m;
      import dev.heddle.*;
      import java.util.*;
      public class T {
        public @Task static int inc(int i) { return i + 1; }
        public @Task static Integer boxed(Integer i) { return i; }
        public @Task static long big(long l) { return l; }
        public @Task static String none() { return ""; }
        public @Task static Expr<String> grow() { return Lazy.value(""); }
        public @Task static Expr<Integer> more(int i) { return Lazy.value(i); }
        public @Task static Expr<List<String>> names(int n, String s) { return Lazy.value(List.of(s)); }
        public @Task static void nothing() {}
        public @Task static void say(String s) {}
        public @Task static void say2(String s, int times) throws java.io.IOException {}
        public @Task static long sum(Collection<? extends Number> all) { return 0; }
        public @Task static String read(String f) throws java.io.IOException { return f; }
        public @Task static String two(List<String> l, int i) { return ""; }
        public @Task static String three(String a, int b, List<Integer> c) { return a; }
        public @Task static Expr<String> three2(String a, int b, double c) { return Lazy.value(a); }
        public @Task static String four(String a, int b, long c, boolean d) { return a; }
        public @Task static String eight(int a, int b, int c, int d, int e, int f, int g, String h) { return h; }
        public @Task static int call(TaskRef<String, Integer> ref, String s) { return 0; }
        public @Task static Object any(Object o) { return o; }
        public @Task static <X> X gen(X x) { return x; }
        public @Task static String va(String... s) { return ""; }
        public @Task(name = "over1") static String over(String s) { return s; }
        public @Task(name = "over2") static String over(int s) { return ""; }
        public @Task String serve(String s) { return s; }
        public record Money(int cents) { public @Task int times(int n) { return cents * n; } }
        public record Pair<A, B>(A a, B b) {}
        public record Range(int from, int to) { public Range(int to) { this(0, to); } }
        public enum Unit { M; public @Task double scale(double d) { return d; } }
      }
      """;

  private static final String CONTEXT =
      """
      package m;
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;
      import java.util.*;
      import m.T.*;
      class %s {
        static void row(Expr<Integer> ei, Expr<String> es, Expr<List<String>> el,
            Expr<ArrayList<Integer>> eal, Expr<Boolean> eb, Expr<Long> eL, T t, Money money,
            TaskRef<String, Integer> ref) {
          %s
        }
      }
      """;

  private static final List<String> COMPILES =
      List.of(
          // references: static, no argument, boxed, throwing, void, Expr-returning
          "Expr<Integer> x = lazy(T::inc, 1);",
          "Expr<Integer> x = lazy(T::inc, ei);",
          "Expr<Integer> x = lazy(T::boxed, 1);",
          "Expr<Integer> x = lazy(T::boxed, ei);",
          "Expr<String> x = lazy(T::none);",
          "Expr<String> x = lazy(T::grow);",
          "Expr<Void> x = lazy(T::nothing);",
          "Expr<Void> x = lazy(T::say, \"a\");",
          "Expr<Void> x = lazy(T::say, es);",
          "Expr<Void> x = lazy(T::say2, es, 1);",
          "Expr<String> x = lazy(T::read, \"f\");",
          "Expr<Integer> x = lazy(T::more, 1);",
          "Expr<Integer> x = lazy(T::more, lazy(T::more, lazy(T::inc, ei)));",
          "Expr<List<String>> x = lazy(T::names, ei, \"a\");",
          "Expr<Object> x = lazy(T::any, \"a\");",
          "var x = lazy(T::inc, 1); Expr<Integer> y = x;",
          // wildcards and subtypes
          "Expr<Long> x = lazy(T::sum, List.of(1, 2));",
          "Expr<Long> x = lazy(T::sum, Set.of(1.5));",
          "Expr<Long> x = lazy(T::sum, eal);",
          // plain and lazy in any mix
          "Expr<String> x = lazy(T::two, el, 1);",
          "Expr<String> x = lazy(T::two, List.of(\"a\"), ei);",
          "Expr<String> x = lazy(T::two, el, ei);",
          "Expr<String> x = lazy(T::two, new ArrayList<>(), 1);",
          "Expr<String> x = lazy(T::three, \"a\", ei, eal);",
          "Expr<String> x = lazy(T::three, es, 1, List.of(1));",
          "Expr<String> x = lazy(T::three, es, ei, List.of());",
          "Expr<String> x = lazy(T::three2, \"a\", 1, 2.0);",
          "Expr<String> x = lazy(T::three2, es, ei, 2.0);",
          "Expr<String> x = lazy(T::four, es, ei, eL, eb);",
          "Expr<String> x = lazy(T::four, es, value(1), value(1L), eb);",
          "Expr<String> x = lazy(T::eight, ei, ei, ei, ei, ei, ei, ei, es);",
          // bound and unbound receivers
          "Expr<String> x = lazy(t::serve, \"a\");",
          "Expr<String> x = lazy(t::serve, es);",
          "Expr<String> x = lazy(T::serve, t, \"a\");",
          "Expr<Integer> x = lazy(money::times, ei);",
          "Expr<Integer> x = lazy(Money::times, money, 2);",
          "Expr<Integer> x = lazy(Money::times, value(money), 2);",
          "Expr<Double> x = lazy(Unit.M::scale, 2.0);",
          // each, eachZip
          "Expr<List<Integer>> x = each(T::inc, List.of(1));",
          "Expr<List<Integer>> x = each(T::inc, Set.of(1));",
          "Expr<List<Integer>> x = each(T::inc, eal);",
          "Expr<List<Integer>> x = each(T::more, eal);",
          "Expr<List<Void>> x = each(T::say, el);",
          "Expr<List<Void>> x = each(T::say, lazy(T::names, 1, \"a\"));",
          "Expr<List<List<String>>> x = each(T::names, List.of(1), es);",
          "Expr<List<List<String>>> x = each(T::names, eal, \"a\");",
          "Expr<List<String>> x = each(T::three, el, ei, List.of(1));",
          "Expr<List<Integer>> x = each(money::times, eal);",
          "Expr<List<Integer>> x = each(ref, el);",
          "Expr<List<Integer>> x = each(ref, List.of(\"a\"));",
          "Expr<List<List<String>>> x = eachZip(T::names, eal, List.of(\"a\"));",
          "Expr<List<String>> x = eachZip(T::three2, el, List.of(1), List.of(2.0));",
          "Expr<List<Void>> x = eachZip(T::say2, List.of(\"a\"), eal);",
          // references as values
          "TaskRef<Integer, Integer> x = ref(T::inc);",
          "TaskRef<Integer, Integer> x = ref(T::more);",
          "TaskRef<String, Void> x = ref(T::say);",
          "TaskRef<Integer, Integer> x = ref(money::times);",
          "TaskRef<Integer, String> x = partial(T::two, List.of(\"a\"));",
          "TaskRef<String, List<String>> x = partial(T::names, 1);",
          "TaskRef<List<Integer>, String> x = partial(T::three, \"a\", 1);",
          "TaskRef<Boolean, String> x = partial(T::four, \"a\", 1, 1L);",
          "TaskRef<String[], String> x = TaskRef.of(T.class, \"va\");",
          "Expr<Integer> x = lazy(ref, \"a\");",
          "Expr<Integer> x = lazy(ref, es);",
          "Expr<Integer> x = lazy(T::call, ref, es);",
          "Expr<Integer> x = lazy(TaskRef.<Integer, Integer>of(T.class, \"inc\"), ei);",
          // lifters
          "Expr<List<Integer>> x = listOf(ei, value(2));",
          "Expr<List<Number>> x = listOf(ei, eL);",
          "Expr<List<Integer>> x = listOf();",
          "Expr<List<Integer>> x = listOf(List.of(ei, ei));",
          "Expr<Set<String>> x = setOf(es, es);",
          "Expr<Map<String, Integer>> x = mapOf(entry(\"a\", ei), entry(es, 2), entry(es, ei),"
              + " entry(\"b\", 1));",
          "Expr<Map<String, Integer>> x = mapOf(entry(\"a\", ei));",
          "Expr<Optional<String>> x = optional(es);",
          "Expr<String[]> x = array(String.class, es, value(\"b\"));",
          "Expr<Money> x = record(Money::new, ei);",
          "Expr<Pair<Integer, String>> x = record(Pair::new, ei, es);",
          "Expr<Range> x = record(Range::new, ei, ei);",
          "Expr<String> x = value(null);",
          "Expr<List<Integer>> x = value(List.of(1));",
          // inline and control
          "Expr<Long> x = ei.map(Integer::longValue);",
          "Expr<Long> x = lazy(T::big, ei.map(Integer::longValue));",
          "Expr<Long> x = lazy(T::big, 1L);",
          "Expr<String> x = ei.map(n -> \"n\" + n).map(String::trim);",
          "Expr<Integer> x = ei.flatMap(n -> lazy(T::inc, n));",
          "Expr<Integer> x = ei.flatMap(n -> n > 1 ? lazy(T::inc, n) : value(0));",
          "Expr<Integer> x = el.map(l -> l.size());",
          "Expr<String> x = zip(ei, es, (n, s) -> s + n);",
          "Expr<Integer> x = zip(ei, ei, Integer::sum);",
          "Expr<Integer> x = zip(ei, ei, eL, (a, b, c) -> a + b + c.intValue());",
          "Expr<Integer> x = cond(eb, ei, value(1));",
          "Expr<Number> x = cond(eb, ei, eL);",
          "Expr<Integer> x = cond(eb, ei, eb, ei, value(1));",
          "Expr<Integer> x = cond(List.of(when(eb, ei), when(eb, value(2))), value(1));",
          "Expr<Integer> x = catching(ei, ArithmeticException.class, e -> 0);",
          "Expr<String> x = catching(es, RuntimeException.class, e -> e.getMessage());",
          "Expr<String> x = catching(es, RuntimeException.class, Throwable::getMessage);",
          "Expr<String> x = catching(es, List.of(java.io.IOException.class,"
              + " ArithmeticException.class), e -> e.getMessage());",
          "Expr<String> x = catchingLazy(es, RuntimeException.class, e -> lazy(T::read,"
              + " e.getMessage()));",
          "Expr<List<Outcome<Integer>>> x = catchAll(List.of(ei, ei), ArithmeticException.class,"
              + " java.io.IOException.class);",
          "Expr<List<Outcome<Integer>>> x = catchAll(each(T::inc, eal));",
          "Expr<List<Outcome<Integer>>> x = catchAll(each(T::inc, List.of(1)),"
              + " RuntimeException.class);",
          "Expr<List<Integer>> x = seq(ei, lazy(T::inc, 1));",
          "Expr<List<Integer>> x = seq(List.of(ei));",
          "Expr<Integer> x = lazy(T::inc, 1).with(CallOptions.NONE.withCache(Cache.NONE));",
          "String x = \"the value of \" + ei;",
          // the remedies for what is ambiguous
          "Fn1<String, String> f = T::over; Expr<String> x = lazy(f, es);",
          "Fn1<String, String> f = T::gen; Expr<String> x = lazy(f, \"a\");",
          "Fn1<String[], String> f = T::va; Expr<String> x = lazy(f, new String[] {\"a\"});",
          "Expr<String> x = lazy(T::read, value(null));");

  private static final Map<String, String> REFUSED = new LinkedHashMap<>();

  static {
    // overloaded, generic and varargs references: use a typed constant
    REFUSED.put("Expr<String> x = lazy(T::over, \"a\");", "ambiguous");
    REFUSED.put("Expr<String> x = lazy(T::gen, \"a\");", "ambiguous");
    REFUSED.put("Expr<String> x = lazy(T::va, \"a\");", "ambiguous");
    // a literal null: value(null)
    REFUSED.put("Expr<String> x = lazy(T::read, null);", "ambiguous");
    // an int is no long: 1L, map(Integer::longValue)
    REFUSED.put("Expr<Long> x = lazy(T::big, 1);", "no suitable method|incompatible");
    REFUSED.put("Expr<Long> x = lazy(T::big, ei);", "no suitable method|incompatible");
    // the wrong type or number of arguments
    REFUSED.put("Expr<Integer> x = lazy(T::inc, \"a\");", "no suitable method|incompatible");
    REFUSED.put("Expr<Integer> x = lazy(T::inc, es);", "no suitable method|incompatible");
    REFUSED.put("Expr<Integer> x = lazy(T::inc);", "no suitable method|incompatible");
    REFUSED.put("Expr<String> x = lazy(T::inc, 1);", "incompatible|no suitable method");
    REFUSED.put("Expr<List<Integer>> x = each(T::inc, el);", "no suitable method|incompatible");
    // a list of expressions is no expression of a list: listOf(…)
    REFUSED.put("Expr<Long> x = lazy(T::sum, List.of(ei));", "no suitable method|incompatible");
    REFUSED.put("Expr<List<Integer>> x = each(T::inc, List.of(ei));", "no suitable|incompatible");
    // a reference is a value, and given values
    REFUSED.put("TaskRef<Integer, String> x = partial(T::two, el);", "no suitable|incompatible");
    REFUSED.put("TaskRef<String, Integer> x = ref(T::inc);", "incompatible|no suitable");
    // the types of a record's components
    REFUSED.put("Expr<Money> x = record(Money::new, es);", "no suitable|incompatible|cannot be");
    // branches have one type
    REFUSED.put("Expr<Integer> x = cond(eb, ei, es);", "incompatible|cannot be");
    REFUSED.put("Expr<Integer> x = cond(ei, ei, ei);", "incompatible|cannot be|no suitable");
    // above three, arguments are all lazy
    REFUSED.put(
        "Expr<String> x = lazy(T::four, es, 1, eL, eb);", "no suitable method|incompatible");
    // a lambda is no task, and several families could take it
    REFUSED.put("Expr<Integer> x = lazy(n -> n + 1, 1);", "ambiguous");
    // an expression is not its value
    REFUSED.put("int x = lazy(T::inc, 1);", "incompatible");
    REFUSED.put("if (eb) { }", "incompatible");
    REFUSED.put("for (String s : el) { }", "for-each");
    REFUSED.put("int x = ei + 1;", "bad operand");
    REFUSED.put("T.inc(ei);", "cannot be converted to int");
    // one name for both handlers would be ambiguous, so there are two
    REFUSED.put("Expr<String> x = catching(es, RuntimeException.class, e -> es);", "incompatible");
  }

  @Test
  void pinsWhatCompilesAndWhatDoesNot(@TempDir Path folder) throws Exception {
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("m/T.java", TASKS);
    List<String> rows = new ArrayList<>(COMPILES);
    rows.addAll(REFUSED.keySet());
    for (int i = 0; i < rows.size(); i++) {
      sources.put("m/Row" + i + ".java", CONTEXT.formatted("Row" + i, rows.get(i)));
    }

    Compiled compiled = Compiled.of(folder, sources, "-Xmaxerrs", "1000", "-Xdiags:verbose");

    Map<Integer, String> errors = new TreeMap<>();
    for (String error : compiled.errors()) {
      assertThat(error).startsWith("Row");
      errors.merge(
          Integer.parseInt(error.substring(3, error.indexOf('.'))), error, (a, b) -> a + "\n" + b);
    }
    for (int i = 0; i < COMPILES.size(); i++) {
      assertThat(errors.get(i)).as(rows.get(i)).isNull();
    }
    for (int i = COMPILES.size(); i < rows.size(); i++) {
      assertThat(errors.get(i)).as(rows.get(i)).containsPattern(REFUSED.get(rows.get(i)));
    }
  }
}
