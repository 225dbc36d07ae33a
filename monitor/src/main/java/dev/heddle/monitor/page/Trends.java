package dev.heddle.monitor.page;

import dev.heddle.monitor.chart.Frame;
import dev.heddle.monitor.chart.Kind;
import dev.heddle.monitor.chart.Lines;
import dev.heddle.monitor.chart.TimeSeries;
import dev.heddle.monitor.chart.Unit;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The steps of a span as pictures: HTML to be put into a page as it is. */
public final class Trends {
  private static final int WIDTH = 440;
  private static final int HEIGHT = 180;

  private Trends() {}

  /** How many ended in each step, and how. */
  public static String throughput(List<Step> steps, long stepMillis) {
    return new TimeSeries(
            Frame.of("ended", "How many ended, and how").sized(WIDTH, HEIGHT),
            from(steps),
            stepMillis,
            List.of(
                series("cached", Kind.CACHED, steps, Figures::cached),
                series("succeeded", Kind.RUN, steps, Figures::succeeded),
                series("cancelled", Kind.CANCELLED, steps, Figures::cancelled),
                series("failed", Kind.FAILED, steps, Figures::failed)))
        .html();
  }

  /** Percentiles of how long bodies ran in each step. */
  public static String latency(List<Step> steps, long stepMillis) {
    return new Lines(
            Frame.of("durations", "How long bodies ran").sized(WIDTH, HEIGHT),
            from(steps) + stepMillis / 2,
            stepMillis,
            Unit.MILLIS,
            true,
            List.of(
                line("p50", steps, Figures::p50),
                line("p95", steps, Figures::p95),
                line("p99", steps, Figures::p99)))
        .html();
  }

  private static long from(List<Step> steps) {
    return steps.get(0).at().toEpochMilli(); // no span is without a step
  }

  private static TimeSeries.Series series(
      String words, Kind kind, List<Step> steps, ToLongFunction<Figures> count) {
    return new TimeSeries.Series(
        words,
        kind,
        steps.stream().mapToDouble(s -> (double) count.applyAsLong(s.figures())).toArray());
  }

  private static Lines.Line line(
      String words, List<Step> steps, Function<Figures, @Nullable Double> figure) {
    return new Lines.Line(
        words,
        steps.stream()
            .mapToDouble(
                s -> {
                  Double millis = figure.apply(s.figures());
                  return millis == null ? Double.NaN : millis;
                })
            .toArray());
  }
}
