package dev.heddle.benchmarks;

import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.seq;
import static dev.heddle.Lazy.value;

import dev.heddle.Expr;
import dev.heddle.Heddle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Depth: what must be bounded by memory and never by a stack. */
final class Chains {
  private Chains() {}

  static void run(Bench bench, Consumer<Row> rows) throws Exception {
    int million = bench.scale().million();
    int depth = bench.scale().depth();
    measure(bench, rows, million, "nested calls built up front", () -> nested(million));
    measure(bench, rows, depth, "deep recursion", () -> lazy(Tasks::deep, depth));
    measure(bench, rows, depth, "chained maps", () -> maps(depth));
    measure(bench, rows, depth, "calls in a seq", () -> sequence(depth));
  }

  private static void measure(
      Bench bench, Consumer<Row> rows, int calls, String what, Supplier<Expr<?>> expression)
      throws Exception {
    String title = String.format(Locale.ROOT, "%,d %s", calls, what);
    try (Heddle heddle = bench.open(bench.newFile());
        HeapWatch heap = new HeapWatch()) {
      double seconds = Bench.seconds(() -> heddle.run(expression.get()));
      rows.accept(
          new Row(
              "chains",
              title,
              seconds,
              Unit.SECONDS,
              heap.show() + ", " + Unit.MICROS.show(seconds / calls * 1e6) + " each"));
    }
  }

  private static Expr<Integer> nested(int depth) {
    Expr<Integer> chain = value(0);
    for (int i = 0; i < depth; i++) {
      chain = lazy(Tasks::next, chain);
    }
    return chain;
  }

  private static Expr<Integer> maps(int depth) {
    Expr<Integer> chain = lazy(Tasks::next, 0);
    for (int i = 0; i < depth; i++) {
      chain = chain.map(n -> n + 1);
    }
    return chain;
  }

  private static Expr<List<Integer>> sequence(int count) {
    List<Expr<Integer>> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      steps.add(lazy(Tasks::next, i));
    }
    return seq(steps);
  }
}
