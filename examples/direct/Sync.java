import java.util.ArrayList;
import java.util.List;

/**
 * The tasks as plain Java: with HEDDLE_SYNC=true, here given as its system property, nothing is
 * distributed, and nothing of Heddle is touched.
 */
public final class Sync {
  private Sync() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("heddle.sync", "true");
    Demo.show(
        "sync",
        () -> {
          List<Tasks.Report> reports = new ArrayList<>();
          for (String quarter : Demo.QUARTERS) {
            reports.add(Tasks.generateReport(quarter));
          }
          return reports;
        });
  }
}
