package dev.heddle.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the scenarios named, or all, and prints one table on stdout; progress goes to stderr.
 *
 * <pre>{@code
 * benchmarks/run [--quick] [--list] [SCENARIO…]
 * }</pre>
 */
public final class Benchmarks {
  /** Runs everything at a scale that only shows that it runs. */
  static final String QUICK = "--quick";

  /** Measures in this JVM, and prints each row as a line for the one that forked it. */
  static final String HERE = "--here";

  private Benchmarks() {}

  /** The command line. */
  public static void main(String[] args) throws Exception {
    boolean quick = false;
    boolean here = false;
    List<Scenario> chosen = new ArrayList<>();
    for (String arg : args) {
      switch (arg) {
        case QUICK -> quick = true;
        case HERE -> here = true;
        case "--list" -> {
          System.out.println(titles());
          return;
        }
        default -> {
          Optional<Scenario> scenario = Scenario.named(arg);
          if (scenario.isEmpty()) {
            System.err.println("There is no scenario '" + arg + "'. There are: " + titles());
            System.exit(2);
          }
          chosen.add(scenario.orElseThrow());
        }
      }
    }
    if (chosen.isEmpty()) {
      chosen = List.of(Scenario.values());
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (here) {
      measure(chosen, quick, out);
    } else {
      print(chosen, quick, out);
    }
  }

  private static void measure(List<Scenario> chosen, boolean quick, PrintStream out)
      throws Exception {
    for (Scenario scenario : chosen) {
      try (Bench bench = new Bench(quick ? Scale.QUICK : Scale.FULL)) {
        scenario.run(bench, row -> out.println(row.line()));
      }
    }
  }

  private static void print(List<Scenario> chosen, boolean quick, PrintStream out)
      throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Scenario scenario : chosen) {
      System.err.println("measuring " + scenario.title + " (heap " + scenario.heap + ")");
      rows.addAll(Fork.run(scenario, quick));
    }
    out.printf(
        Locale.ROOT,
        "%d cores, JDK %d%s%n%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().feature(),
        quick ? ", --quick: the figures mean nothing" : "");
    out.print(Table.of(rows));
  }

  private static String titles() {
    return Stream.of(Scenario.values()).map(s -> s.title).collect(Collectors.joining(", "));
  }
}
