import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;

import dev.heddle.Default;
import dev.heddle.Expr;
import dev.heddle.Task;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/** One slow report per quarter, all of them at once, and a summary of them. */
public final class Reports {
  private Reports() {}

  /** The figures of one period. */
  public record Report(String period, long revenue, long orders, BigDecimal averageOrder) {}

  /** The figures of several periods together. */
  public record Summary(
      int periods, long revenue, long orders, BigDecimal averageOrder, String bestPeriod) {}

  /** A leaf: slow, so that one sees what runs at the same time and what does not run again. */
  @Task
  public static Report build(String period) throws InterruptedException {
    Thread.sleep(500);
    long seed = Figures.seed(period);
    long revenue = Figures.revenue(seed);
    long orders = Figures.orders(seed);
    return new Report(period, revenue, orders, Figures.average(revenue, orders));
  }

  /** Plain Java over plain values: the reports are there when this is called. */
  @Task
  public static Summary summarize(List<Report> reports) {
    long revenue = reports.stream().mapToLong(Report::revenue).sum();
    long orders = reports.stream().mapToLong(Report::orders).sum();
    String best =
        reports.stream().max(Comparator.comparing(Report::revenue)).map(Report::period).orElse("");
    return new Summary(reports.size(), revenue, orders, Figures.average(revenue, orders), best);
  }

  /** Computes nothing: it says what is to be computed. Heddle runs it, in parallel. */
  @Task
  public static Expr<Summary> year(
      @Default("[\"Q1-2025\", \"Q2-2025\", \"Q3-2025\", \"Q4-2025\", \"Q1-2026\"]")
          List<String> periods) {
    return lazy(Reports::summarize, each(Reports::build, periods));
  }
}
