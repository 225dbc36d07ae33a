package dev.heddle.monitor.chart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pictures of something that could have happened. */
final class Examples {
  static final long NOON = Instant.parse("2026-11-28T12:00:00Z").toEpochMilli();

  private static final int MINUTE = 60_000;

  private Examples() {}

  static TimeSeries throughput() {
    Random random = new Random(1);
    int bars = 60;
    double[] done = new double[bars];
    double[] cached = new double[bars];
    double[] failed = new double[bars];
    double[] cancelled = new double[bars];
    for (int i = 0; i < bars; i++) {
      boolean known = i < 22 || i > 26;
      double load = 60 + 40 * Math.sin(i / 9.0) + random.nextInt(25);
      done[i] = known ? Math.round(load) : Double.NaN;
      cached[i] = known ? Math.round(load * 0.35 + random.nextInt(12)) : Double.NaN;
      failed[i] =
          known ? i > 40 && i < 47 ? 18 + random.nextInt(10) : random.nextInt(4) : Double.NaN;
      cancelled[i] = known ? i == 44 ? 22 : random.nextInt(2) : Double.NaN;
    }
    return new TimeSeries(
        Frame.of("throughput", "Invocations that ended, by minute"),
        NOON,
        MINUTE,
        List.of(
            new TimeSeries.Series("succeeded", Kind.RUN, done),
            new TimeSeries.Series("cached", Kind.CACHED, cached),
            new TimeSeries.Series("failed", Kind.FAILED, failed),
            new TimeSeries.Series("cancelled", Kind.CANCELLED, cancelled)),
        java.util.Collections.nCopies(bars, "/invocations?minute=1"));
  }

  static Lines latency(boolean logarithmic) {
    Random random = new Random(2);
    int points = 60;
    double[] p50 = new double[points];
    double[] p95 = new double[points];
    double[] p99 = new double[points];
    for (int i = 0; i < points; i++) {
      boolean known = i < 22 || (i > 26 && i != 28);
      p50[i] = known ? 40 + random.nextInt(14) : Double.NaN;
      p95[i] = known ? 350 + random.nextInt(160) + (i > 40 && i < 47 ? 900 : 0) : Double.NaN;
      p99[i] = known ? 700 + random.nextInt(900) + (i > 40 && i < 47 ? 4000 : 0) : Double.NaN;
    }
    return new Lines(
        Frame.of(logarithmic ? "latency-log" : "latency", "How long invocations took"),
        NOON,
        MINUTE,
        Unit.MILLIS,
        logarithmic,
        List.of(
            new Lines.Line("p50", p50), new Lines.Line("p95", p95), new Lines.Line("p99", p99)));
  }

  /** An execution with everything that can happen to one. */
  static Gantt execution() {
    List<Gantt.Row> rows = new ArrayList<>();
    List<CriticalPath.Span> spans = new ArrayList<>();
    row(
        rows,
        spans,
        1,
        0,
        0,
        "year([Q1-2025, Q2-2025, Q3-2025, Q4-2025])",
        span(0, 180, Kind.WAITING),
        span(180, 900, Kind.RUN));
    row(
        rows,
        spans,
        2,
        1,
        1,
        "build(Q1-2025)",
        span(900, 1300, Kind.WAITING),
        span(1300, 7400, Kind.RUN));
    row(rows, spans, 3, 1, 1, "build(Q2-2025)", span(900, 902, Kind.CACHED));
    row(
        rows,
        spans,
        4,
        1,
        1,
        "build(Q3-2025)",
        span(900, 1500, Kind.WAITING),
        span(1500, 4200, Kind.LOST),
        span(4200, 4700, Kind.WAITING),
        span(4700, 11_800, Kind.RECOVERED));
    row(
        rows,
        spans,
        5,
        4,
        2,
        "fetch(https://reports.example.org/2025/Q3/complete-and-unabridged.csv)",
        span(5000, 5400, Kind.CLAIMED),
        span(5400, 8600, Kind.RUN));
    row(
        rows,
        spans,
        6,
        4,
        2,
        "parse(Q3.csv)",
        span(8600, 9100, Kind.WAITING),
        span(9100, 11_500, Kind.RUN));
    row(
        rows,
        spans,
        7,
        1,
        1,
        "build(Q4-2025)",
        span(900, 1500, Kind.WAITING),
        span(1500, 3000, Kind.RUN),
        span(3000, 5200, Kind.PAUSED),
        span(5200, 6000, Kind.RUN));
    row(
        rows,
        spans,
        8,
        7,
        2,
        "fetch(Q4)",
        span(3000, 3300, Kind.WAITING),
        span(3300, 5100, Kind.FAILED));
    row(rows, spans, 9, 7, 2, "speculate(Q4)", span(3200, 4400, Kind.CANCELLED));
    row(
        rows,
        spans,
        10,
        1,
        1,
        "summarize([Report[Q1-2025], Report[Q2-2025], Report[Q3-2025], Report[Q4-2025]])",
        span(11_800, 12_050, Kind.WAITING),
        span(12_050, 14_300, Kind.RUN));
    return new Gantt(
        Frame.of("execution", "Execution of year").sized(960, 0),
        NOON,
        NOON + 15_000,
        true,
        rows,
        CriticalPath.of(spans));
  }

  private static Gantt.Span span(long start, long end, Kind kind) {
    return new Gantt.Span(NOON + start, NOON + end, kind);
  }

  private static void row(
      List<Gantt.Row> rows,
      List<CriticalPath.Span> spans,
      long id,
      long parent,
      int depth,
      String label,
      Gantt.Span... own) {
    rows.add(new Gantt.Row(id, label, depth, "/invocations/" + id, List.of(own)));
    spans.add(new CriticalPath.Span(id, parent, own[0].start(), own[own.length - 1].end()));
  }

  /** A worker dies, another one takes its work over. */
  static Timeline recovery() {
    Random random = new Random(6);
    List<Timeline.Stint> stints = new ArrayList<>();
    long id = 100;
    for (int host = 1; host <= 2; host++) {
      for (int worker = 1; worker <= 3; worker++) {
        for (int slot = 0; slot < 3; slot++) {
          long at = random.nextInt(900);
          while (at < 29_000) {
            long claimed = 40L + random.nextInt(200);
            long ran = 500L + random.nextInt(3500);
            boolean dies = host == 1 && worker == 2 && at + claimed + ran > 14_000;
            Kind kind = random.nextInt(25) == 0 ? Kind.FAILED : Kind.RUN;
            long end = dies ? 14_000 : Math.min(30_000, at + claimed + ran);
            stints.add(
                stint(
                    ++id,
                    "host-" + host,
                    "worker-" + host + worker,
                    at,
                    at + claimed,
                    end,
                    dies ? Kind.LOST : kind));
            if (dies) {
              stints.add(
                  stint(
                      id,
                      "host-2",
                      "worker-21",
                      14_600 + slot * 300,
                      14_700 + slot * 300,
                      14_600 + slot * 300 + ran,
                      Kind.RECOVERED));
              break;
            }
            at += claimed + ran + random.nextInt(300);
          }
        }
      }
    }
    stints.add(
        new Timeline.Stint(
            9,
            0,
            "host-2",
            "worker-23",
            "year(2025)",
            "/invocations/9",
            List.of(
                new Timeline.Phase(NOON + 200, NOON + 1400, Kind.RUN),
                new Timeline.Phase(NOON + 1400, NOON + 24_000, Kind.PAUSED),
                new Timeline.Phase(NOON + 24_000, NOON + 25_500, Kind.RUN))));
    return new Timeline(
        Frame.of("timeline", "Who worked on what"),
        NOON,
        NOON + 30_000,
        true,
        false,
        stints,
        List.of(new Timeline.Death("host-1", "worker-12", NOON + 14_000, "its lease was free")));
  }

  private static Timeline.Stint stint(
      long id, String host, String worker, long start, long begun, long end, Kind kind) {
    return new Timeline.Stint(
        id,
        9,
        host,
        worker,
        "build(Q" + id + ")",
        "/invocations/" + id,
        List.of(
            new Timeline.Phase(NOON + start, NOON + begun, Kind.CLAIMED),
            new Timeline.Phase(NOON + begun, NOON + Math.max(begun, end), kind)));
  }

  /** Each span a stint of its own, on eight workers of four hosts. */
  static Timeline busy(int spans) {
    Random random = new Random(8);
    Kind[] kinds = {Kind.RUN, Kind.RUN, Kind.RUN, Kind.RECOVERED, Kind.FAILED, Kind.CLAIMED};
    List<Timeline.Stint> stints = new ArrayList<>();
    for (int i = 0; i < spans; i++) {
      long start = NOON + random.nextInt(600_000);
      int worker = random.nextInt(8);
      stints.add(
          new Timeline.Stint(
              40_000_000L + i,
              40_000_000L + random.nextInt(Math.max(1, i)),
              "host-" + worker % 4,
              "worker-" + worker,
              "align(genome-" + i + ", GRCh38)",
              "/invocations/" + (40_000_000L + i),
              List.of(
                  new Timeline.Phase(
                      start, start + 200 + random.nextInt(4000), kinds[random.nextInt(6)]))));
    }
    return new Timeline(
        Frame.of("busy", "Ten busy minutes"),
        NOON,
        NOON + 600_000,
        false,
        false,
        stints,
        List.of());
  }

  static Graph lineage() {
    List<Graph.Node> nodes = new ArrayList<>();
    List<Graph.Edge> edges = new ArrayList<>();
    node(nodes, "f1", "data/genome.fa", "file, 3.1 GB", Graph.Shape.FILE);
    node(
        nodes,
        "f2",
        "data/reads-with-a-very-long-name_L001_R1.fastq.gz",
        "file, 812 MB",
        Graph.Shape.FILE);
    node(nodes, "v1", "GRCh38", "String", Graph.Shape.VALUE);
    node(nodes, "c1", "index(genome)", "call 1f3a9c02", Graph.Shape.CALL);
    node(nodes, "c2", "trim(reads)", "call 77ab01fe", Graph.Shape.CALL);
    node(nodes, "v2", "Index[3 parts]", "Index, 4.2 kB", Graph.Shape.VALUE);
    node(nodes, "v3", "Reads[812,331]", "Reads", Graph.Shape.VALUE);
    node(nodes, "c3", "align(index, reads)", "call 90cc12ab", Graph.Shape.CALL);
    nodes.add(
        new Graph.Node(
            "v4", "Alignment[98.2 %]", "Alignment, 12 MB", Graph.Shape.VALUE, "/values/4", true));
    node(nodes, "c4", "variants(alignment)", "call 5512bb00", Graph.Shape.CALL);
    node(nodes, "c5", "coverage(alignment)", "call 0a0b0c0d", Graph.Shape.CALL);
    node(nodes, "f3", "out/variants.vcf", "file, 88 kB", Graph.Shape.FILE);
    node(nodes, "f4", "out/coverage.html", "file, 1.1 MB", Graph.Shape.FILE);
    for (String edge :
        "f1-c1 v1-c1 f2-c2 c1-v2 c2-v3 v2-c3 v3-c3 v1-c3 c3-v4 v4-c4 v4-c5 c4-f3 c5-f4 f1-c4"
            .split(" ")) {
      edges.add(new Graph.Edge(edge.substring(0, 2), edge.substring(3)));
    }
    return new Graph(
        Frame.of("lineage", "What an alignment came from").sized(960, 0), nodes, edges);
  }

  private static void node(
      List<Graph.Node> nodes, String id, String label, String note, Graph.Shape shape) {
    nodes.add(new Graph.Node(id, label, note, shape, "/values/" + id, false));
  }

  static Sparkline sparkline() {
    double[] values = new Random(3).doubles(24, 10, 90).toArray();
    values[5] = Double.NaN;
    return new Sparkline("Invocations by hour", Unit.COUNT, values);
  }

  static Share share(String id) {
    return new Share(
        id,
        "Calls of build",
        List.of(
            new Share.Part("cached", Kind.CACHED, 620),
            new Share.Part("run", Kind.RUN, 310),
            new Share.Part("failed", Kind.FAILED, 70)));
  }
}
