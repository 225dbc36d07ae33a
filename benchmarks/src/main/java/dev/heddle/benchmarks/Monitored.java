package dev.heddle.benchmarks;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long each page of a monitor in a JVM of its own takes over HTTP, whole, as the live part, and
 * as a live part in which nothing is new; and how much memory that JVM had.
 */
final class Monitored {
  private static final double PAGE_MILLIS = 100;
  private static final double LIVE_MILLIS = 20;
  private static final int LARGE = 30;

  /** What a page says that is kept up to date. */
  private static final String LIVE = "data-live=\"yes\"";

  private final URI monitor;
  private final int asked;
  private final HttpClient client = HttpClient.newHttpClient();

  private Monitored(String url, int asked) {
    this.monitor = URI.create(url);
    this.asked = asked;
  }

  /** In the store of a past, to which it adds a large execution and many that wait. */
  static void measure(
      Bench bench, String what, String url, Store store, Past past, Consumer<Row> rows)
      throws Exception {
    int thousandth = bench.scale().million() / 1_000;
    long large = past.large(LARGE * thousandth, true);
    long running = past.large(LARGE * thousandth, false);
    past.queued(120 * thousandth);
    try (MonitorProcess process = MonitorProcess.start(url)) {
      Monitored monitored = new Monitored(process.url(), bench.scale().asked());
      Map<String, String> pages = pages(store, past, large, running);
      // first all of them, as somebody asks who looks around
      for (int i = 0; i < monitored.asked; i++) {
        for (String page : pages.values()) {
          monitored.get(page, i % 2 == 0, null);
        }
      }
      for (Map.Entry<String, String> page : pages.entrySet()) {
        rows.accept(monitored.measure(what + " page: " + page.getKey(), page.getValue()));
      }
      rows.accept(
          new Row(
              "inspect",
              what + " monitor: resident memory, peak",
              process.peakMebibytes(),
              Unit.MEBIBYTES,
              String.format(
                  Locale.ROOT,
                  "%.0f MiB without mapped files, %s",
                  process.ownMebibytes(),
                  MonitorProcess.FLAGS.get(1))));
    }
  }

  private static Map<String, String> pages(Store store, Past past, long large, long running) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("overview", "");
    pages.put("overview, a day", "?span=24h");
    pages.put("overview, a week", "?span=7d");
    pages.put("executions", "executions");
    ExecutionRecord some = store.executions(large, 1).get(0);
    pages.put("an execution", "executions/" + Ids.text(some.id()));
    String execution = "executions/" + Ids.text(large);
    pages.put("a large execution", execution);
    pages.put("a large execution, further on", execution + "?after=" + (large + 15_000));
    pages.put("a large execution's tree", execution + "/tree");
    pages.put("a large execution that runs", "executions/" + Ids.text(running));
    pages.put("invocations", "invocations");
    for (String filter :
        List.of(
            "state=failed",
            "state=queued",
            "state=running",
            "task=STEP7",
            "queue=queue2",
            "queue=none",
            "worker=" + Ids.text(past.worker()),
            "worker=" + Ids.text(7),
            "text=c999",
            "text=nobody",
            "error=error3",
            "tag=nobody",
            "kind=ordered",
            "from=12h&to=11h")) {
      pages.put("invocations, " + filter, "invocations?" + filter);
    }
    InvocationFilter ordered =
        new InvocationFilter(null, java.util.Set.of(), null, 0, 0, 0, null, null, true);
    InvocationRecord order = store.inspection().invocations(ordered, some.id(), 1).found().get(0);
    InvocationRecord call = store.invocations(some.id(), 0, 1).get(0);
    pages.put("an ordered invocation", "invocations/" + Ids.text(order.id()));
    pages.put("a call", "invocations/" + Ids.text(call.id()));
    pages.put("a call node", "calls/" + Ids.text(call.id()));
    pages.put("a value", "values/" + call.arguments().get(0).hash());
    pages.put("values", "values");
    pages.put("a file, none there", "file?location=none");
    pages.put("timeline, 5 min", "timeline?span=5m");
    pages.put("timeline, 15 min", "timeline");
    pages.put("timeline, an hour", "timeline?span=1h");
    pages.put("timeline, six hours", "timeline?span=6h");
    pages.put("tasks", "tasks");
    pages.put("tasks, a week", "tasks?span=7d");
    pages.put("a task, a day", "task?span=24h&name=shop.Orders.step7");
    pages.put("workers", "workers");
    pages.put("a worker", "workers/" + Ids.text(past.worker()));
    pages.put("logs", "logs");
    pages.put("logs, level=warn", "logs?level=warn");
    pages.put("logs, level=trace", "logs?level=trace");
    pages.put("logs, q=nobody", "logs?q=nobody");
    pages.put("search", "find?q=step");
    return pages;
  }

  private Row measure(String what, String page) throws Exception {
    double[] whole = times(page, false, null);
    double worst = whole[asked - 1];
    return new Row(
        "inspect",
        what,
        whole[asked / 2],
        Unit.SHORT_MILLIS,
        String.format(
            Locale.ROOT, "worst %.0f%s; %s", worst, worst > PAGE_MILLIS ? " (!)" : "", live(page)));
  }

  private String live(String page) throws Exception {
    if (!get(page, false, null).body().contains(LIVE)) {
      return "is not live";
    }
    double[] live = times(page, true, null);
    String seen = get(page, true, null).headers().firstValue("Heddle-Seen").orElse("");
    double[] same = times(page, true, seen);
    return String.format(
        Locale.ROOT,
        "live part %.1f, worst %.0f%s; unchanged %.1f ms",
        live[asked / 2],
        live[asked - 1],
        live[asked / 2] > LIVE_MILLIS ? " (!)" : "",
        same[asked / 2]);
  }

  private double[] times(String page, boolean live, @Nullable String seen) throws Exception {
    double[] millis = new double[asked];
    for (int i = -asked; i < asked; i++) {
      double taken = Bench.seconds(() -> get(page, live, seen)) * 1e3;
      if (i >= 0) {
        millis[i] = taken;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private HttpResponse<String> get(String page, boolean live, @Nullable String seen)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(monitor.resolve(page));
    if (live) {
      request.header("HX-Request", "true");
    }
    if (seen != null && !seen.isEmpty()) {
      request.header("Heddle-Seen", seen);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 500) {
      throw new IOException(page + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer;
  }
}
