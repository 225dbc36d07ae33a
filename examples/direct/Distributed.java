import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same calls, carried out by a worker process: one after the other, then from five threads. */
public final class Distributed {
  private Distributed() {}

  public static void main(String[] args) throws Exception {
    Demo.withWorker(
        () -> {
          Demo.show("on a worker, one after the other", Distributed::sequential);
          System.out.println();
          Demo.show("on a worker, from five threads", Distributed::fromThreads);
        });
  }

  private static List<Tasks.Report> sequential() throws InterruptedException {
    List<Tasks.Report> reports = new ArrayList<>();
    for (String quarter : Demo.QUARTERS) {
      reports.add(Tasks.generateReport(quarter));
    }
    return reports;
  }

  private static List<Tasks.Report> fromThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(Demo.QUARTERS.size());
    try {
      List<Future<Tasks.Report>> calls = new ArrayList<>();
      for (String quarter : Demo.QUARTERS) {
        calls.add(threads.submit(() -> Tasks.generateReport(quarter)));
      }
      List<Tasks.Report> reports = new ArrayList<>();
      for (Future<Tasks.Report> call : calls) {
        reports.add(call.get());
      }
      return reports;
    } finally {
      threads.shutdown();
    }
  }
}
