/**
 * Pictures as SVG text, drawn from small records: nothing here knows a store or a request.
 *
 * <p>A page fills a record ({@link dev.heddle.monitor.chart.TimeSeries}, {@link
 * dev.heddle.monitor.chart.Lines}, {@link dev.heddle.monitor.chart.Gantt}, {@link
 * dev.heddle.monitor.chart.Timeline}, {@link dev.heddle.monitor.chart.Graph}) and puts what {@link
 * dev.heddle.monitor.chart.Picture#html} returns into itself as it is; cells of tables take the
 * {@code svg()} of {@link dev.heddle.monitor.chart.Sparkline}, {@link
 * dev.heddle.monitor.chart.Meter} and {@link dev.heddle.monitor.chart.Share}. It loads {@code
 * charts.css}, and {@code timeline.js} if it has a timeline.
 *
 * <p>Labels are text of others: they are escaped, cut to their place, and whole (up to 1,000
 * characters) in the title of their mark. Links lead to addresses of this server only. There are no
 * styles and no scripts inside, so that a page may forbid both. What a mark stands for is told by
 * its texture as well as by its colour.
 *
 * <p>The same record is always drawn as the same text, by any thread.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.monitor.chart;
