package dev.heddle.benchmarks.peers;

import dev.heddle.benchmarks.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Properties;

/** The page: the machine, one table, the aims, the settings. */
final class Results {
  private static final String NONE = "–";

  private final List<Figure> figures;
  private final List<Peer> chosen;
  private final Size size;

  Results(List<Figure> figures, List<Peer> chosen, Size size) {
    this.figures = figures;
    this.chosen = chosen;
    this.size = size;
  }

  String text(PostgresServer server) throws IOException, SQLException {
    StringBuilder page = new StringBuilder();
    if (size.equals(Size.QUICK)) {
      page.append("`--quick`: the figures mean nothing.\n\n");
    }
    page.append(resource("results-head.md")).append('\n');
    page.append(ground(server)).append('\n');
    page.append(table()).append('\n');
    page.append(aims()).append('\n');
    page.append(resource("results-settings.md"));
    return page.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream text = Results.class.getResourceAsStream(name)) {
      if (text == null) {
        throw new IOException("no " + name);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What it all ran on. */
  private String ground(PostgresServer server) throws IOException, SQLException {
    Database any = new Database(server.address() + "/postgres");
    List<String> versions = new ArrayList<>();
    Properties numbers = new Properties();
    try (InputStream text = Results.class.getResourceAsStream("versions.properties")) {
      numbers.load(text);
    }
    for (Peer peer : Peer.values()) {
      if (!peer.artifact.isEmpty()) {
        versions.add(peer.title + " " + numbers.getProperty(peer.word()));
      }
    }
    versions.add("HikariCP " + numbers.getProperty("hikari"));
    versions.add("PostgreSQL driver " + numbers.getProperty("postgresql"));
    versions.add("SQLite driver " + numbers.getProperty("sqlite"));
    return String.format(
        Locale.ROOT,
        "* %s: %d cores (%s), %.0f GiB; Linux, JDK %s; all in one machine, the server too.%n"
            + "* The disk takes %.2f ms to make a block of 8 KiB durable,"
            + " when there is nothing else to do.%n"
            + "* PostgreSQL %s, fsync %s, synchronous_commit %s, shared_buffers %s.%n"
            + "* %s.%n",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        line("/proc/cpuinfo", "model name"),
        Double.parseDouble(line("/proc/meminfo", "MemTotal").split(" ", -1)[0]) / (1 << 20),
        Runtime.version(),
        Disk.syncMillis(),
        Databases.text(any, "SHOW server_version"),
        Databases.text(any, "SHOW fsync"),
        Databases.text(any, "SHOW synchronous_commit"),
        Databases.text(any, "SHOW shared_buffers"),
        String.join(", ", versions));
  }

  private static String line(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).trim())
        .findFirst()
        .orElse("?");
  }

  /** All figures. */
  String table() {
    StringBuilder table = new StringBuilder("| | |");
    chosen.forEach(peer -> table.append(' ').append(peer.title).append(" |"));
    table.append("\n|---|---|").append("---:|".repeat(chosen.size())).append('\n');
    for (boolean postgres : new boolean[] {true, false}) {
      for (Measure measure : Measure.values()) {
        if (figures.stream().anyMatch(f -> f.postgres() == postgres && f.measure() == measure)) {
          table.append(postgres ? "| PostgreSQL | " : "| SQLite | ");
          table.append(measure.title).append(" |");
          chosen.forEach(p -> table.append(' ').append(cell(p, postgres, measure)).append(" |"));
          table.append('\n');
        }
      }
    }
    return table.toString();
  }

  private OptionalDouble figure(Peer peer, boolean postgres, Measure measure) {
    double[] all =
        figures.stream()
            .filter(f -> f.peer() == peer && f.postgres() == postgres && f.measure() == measure)
            .mapToDouble(Figure::value)
            .toArray();
    return all.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Course.part(all, measure.percentile()));
  }

  private String cell(Peer peer, boolean postgres, Measure measure) {
    OptionalDouble own = figure(peer, postgres, measure);
    if (own.isEmpty() || Double.isNaN(own.getAsDouble())) {
      return NONE;
    }
    if (Double.isInfinite(own.getAsDouble())) {
      return "> " + size.patienceSeconds() + " s";
    }
    String shown = measure.show(own.getAsDouble());
    OptionalDouble heddle = figure(Peer.HEDDLE, postgres, measure);
    return peer == Peer.HEDDLE || heddle.isEmpty()
        ? shown
        : String.format(
            Locale.ROOT, "%s (%.2f ×)", shown, better(measure, heddle.getAsDouble(), own));
  }

  /** How many times better the first is. */
  private static double better(Measure measure, double heddle, OptionalDouble other) {
    return measure.rate ? heddle / other.getAsDouble() : other.getAsDouble() / heddle;
  }

  /** What Heddle is to reach, and whether it did. */
  String aims() {
    StringBuilder aims = new StringBuilder("| aim | | |\n|---|---:|---|\n");
    for (boolean postgres : new boolean[] {true, false}) {
      String on = postgres ? ", PostgreSQL" : ", SQLite";
      ratio(aims, "drain 10,000, of db-scheduler" + on, Peer.DB_SCHEDULER, postgres, false, 5);
      ratio(aims, "drain 10,000, of JobRunr" + on, Peer.JOBRUNR, postgres, false, 15);
      ratio(aims, "drain 100,000, of db-scheduler" + on, Peer.DB_SCHEDULER, postgres, true, 5);
      ratio(aims, "drain 100,000, of JobRunr" + on, Peer.JOBRUNR, postgres, true, 15);
      ratio(aims, "drain 100,000, of the bare queue" + on, Peer.RAW, postgres, true, 1.0 / 3);
      best(aims, "submit as one batch, of the best peer" + on, Measure.SUBMIT_BATCH, postgres, 2.5);
      best(aims, "submit one by one, of the best peer" + on, Measure.SUBMIT_SINGLE, postgres, 1);
      limit(aims, "submit to result, two processes, p50, ms" + on, Measure.APART_P50, postgres, 5);
      limit(aims, "kill -9 to running again, s" + on, Measure.RECOVERY, postgres, 1);
    }
    return aims.toString();
  }

  private void ratio(
      StringBuilder aims, String what, Peer peer, boolean postgres, boolean large, double aim) {
    Measure measure = large ? Measure.DRAIN_LARGE : Measure.DRAIN_SMALL;
    OptionalDouble heddle = figure(Peer.HEDDLE, postgres, measure);
    OptionalDouble other = figure(peer, postgres, measure);
    if (heddle.isPresent() && other.isPresent()) {
      double ratio = heddle.getAsDouble() / other.getAsDouble();
      line(aims, what, "%.2f × (aim ≥ %.2f)", ratio, aim, ratio >= aim);
    }
  }

  private void best(
      StringBuilder aims, String what, Measure measure, boolean postgres, double aim) {
    OptionalDouble heddle = figure(Peer.HEDDLE, postgres, measure);
    OptionalDouble best =
        chosen.stream()
            .filter(peer -> peer != Peer.HEDDLE && peer != Peer.RAW)
            .map(peer -> figure(peer, postgres, measure))
            .flatMapToDouble(OptionalDouble::stream)
            .max();
    if (heddle.isPresent() && best.isPresent()) {
      double ratio = heddle.getAsDouble() / best.getAsDouble();
      line(aims, what, "%.2f × (aim ≥ %.2f)", ratio, aim, ratio >= aim);
    }
  }

  private void limit(
      StringBuilder aims, String what, Measure measure, boolean postgres, double aim) {
    figure(Peer.HEDDLE, postgres, measure)
        .ifPresent(f -> line(aims, what, "%.2f (aim ≤ %.0f)", f, aim, f <= aim));
  }

  private static void line(
      StringBuilder aims, String what, String format, double figure, double aim, boolean reached) {
    aims.append("| ").append(what).append(" | ");
    aims.append(String.format(Locale.ROOT, format, figure, aim));
    aims.append(reached ? " | reached |\n" : " | not reached |\n");
  }
}
