package dev.heddle.monitor.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * All pictures on one page, to be looked at: writes {@code gallery-light.html}, {@code
 * gallery-dark.html} and {@code busy.html} with what they need into the folder that it is given.
 */
final class Gallery {
  private Gallery() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String asset : List.of("charts.css", "timeline.js")) {
      try (InputStream in =
          Gallery.class.getResourceAsStream("/dev/heddle/monitor/assets/" + asset)) {
        Files.write(folder.resolve(asset), in.readAllBytes());
      }
    }
    Files.writeString(
        folder.resolve("page.css"),
        "body { margin: 1rem; background: var(--chart-ground); color: var(--chart-ink);"
            + " font-family: system-ui, sans-serif } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem"
            + " }");
    String pictures =
        section("Throughput", Examples.throughput().html())
            + section("Latency, logarithmic", Examples.latency(true).html())
            + section("Latency, linear", Examples.latency(false).html())
            + section("Execution", Examples.execution().html())
            + section("Timeline", Examples.recovery().html())
            + section("Lineage", Examples.lineage().html())
            + section("Kinds", Legend.html("kinds", Legend.of(Arrays.asList(Kind.values()))))
            + section(
                "Cells",
                Examples.sparkline().svg()
                    + new Meter("Progress", 0.42).svg()
                    + new Meter("Progress", Double.NaN).svg()
                    + Examples.share("share").svg())
            + section(
                "Nothing",
                new TimeSeries(
                        Frame.of("nothing", "Nothing").sized(480, 160),
                        Examples.NOON,
                        60_000,
                        List.of())
                    .html());
    for (String theme : List.of("light", "dark")) {
      Files.writeString(folder.resolve("gallery-" + theme + ".html"), page(theme, pictures), UTF_8);
    }
    Files.writeString(
        folder.resolve("busy.html"), page("light", Examples.busy(Timeline.MOST).html()), UTF_8);
  }

  private static String section(String title, String content) {
    return "<section><h2>" + title + "</h2>" + content + "</section>\n";
  }

  private static String page(String theme, String content) {
    return """
    <!doctype html>
    <html lang="en" data-theme="%s">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; script-src 'self' file:">
    <title>Gallery</title>
    <link rel="stylesheet" href="charts.css">
    <link rel="stylesheet" href="page.css">
    <script src="timeline.js" defer></script>
    <body>
    %s
    </body>
    </html>
    """
        .formatted(theme, content);
  }
}
