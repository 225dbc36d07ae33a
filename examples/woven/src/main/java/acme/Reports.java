package acme;

import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import java.util.ArrayList;
import java.util.List;

/** Reports on sales. */
public class Reports {
  private final StringBuilder line = new StringBuilder();

  /** The report of one quarter. */
  @DirectTask
  public static Report of(String quarter, List<Sale> sales) {
    return report(quarter, sales);
  }

  /** The reports of many quarters, in their order. */
  @DirectTask
  public static List<Report> ofAll(@FanOut List<String> quarters, List<Sale> sales) {
    List<Report> reports = new ArrayList<>();
    for (String quarter : quarters) {
      reports.add(report(quarter, sales));
    }
    return reports;
  }

  /** The better one; the first of equal ones. */
  @DirectTask
  public Report better(Report one, Report other) {
    return other.beats(one) ? other : one;
  }

  /** A report as a line. Uses one buffer for all, and so has to hold the lock. */
  @DirectTask
  public synchronized String format(Report report) {
    if (!Thread.holdsLock(this)) {
      throw new IllegalStateException("somebody else may write into the same line");
    }
    line.setLength(0);
    return line.append(report.quarter())
        .append(": ")
        .append(report.sales())
        .append(" sales, ")
        .append(report.cents() / 100)
        .append('.')
        .append(String.format("%02d", report.cents() % 100))
        .toString();
  }

  private static Report report(String quarter, List<Sale> sales) {
    int number = 0;
    long cents = 0;
    for (Sale sale : sales) {
      if (sale.quarter().equals(quarter)) {
        number++;
        cents += sale.cents();
      }
    }
    return new Report(quarter, number, cents);
  }
}
