import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Quarterly reports, as somebody wrote them before there was Heddle. */
public final class Tasks {
  private Tasks() {}

  /** What a quarter came to. */
  public record Report(String period, long revenue, int orders) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s  revenue %,9d  orders %,5d", period, revenue, orders);
    }
  }

  /** The report of one quarter. */
  @DirectTask
  public static Report generateReport(String period) throws InterruptedException {
    return build(period);
  }

  /** The reports of many. */
  @DirectTask
  public static List<Report> generateReports(@FanOut List<String> periods)
      throws InterruptedException {
    List<Report> reports = new ArrayList<>();
    for (String period : periods) {
      reports.add(build(period));
    }
    return reports;
  }

  /** Half a second, as if it read a slow database. */
  private static Report build(String period) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(500);
    int seed = Math.floorMod(period.hashCode() * 31, 950_000);
    return new Report(period, 250_000 + seed, 1_000 + seed % 4_000);
  }

  public static void main(String[] args) throws InterruptedException {
    List<String> periods = List.of("Q1-2025", "Q2-2025", "Q3-2025", "Q4-2025", "Q1-2026");
    long begun = System.nanoTime();
    List<Report> reports = new ArrayList<>();
    for (String period : periods) {
      reports.add(generateReport(period));
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    reports.forEach(System.out::println);
    System.err.printf(Locale.ROOT, "one after the other  %.2f s%n", seconds);
  }
}
