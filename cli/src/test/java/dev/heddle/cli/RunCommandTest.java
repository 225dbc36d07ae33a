package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
  private static final String SHOP =
      """
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;
      import java.nio.file.Path;
      import java.time.LocalDate;
      import java.util.List;

      public class Shop {
        record Item(String name, int count) {}
        enum Size { SMALL, LARGE }

        @Task static int price(int n) {
          if (n == 13) throw new IllegalStateException("no price for " + n);
          System.out.println("pricing " + n);
          return n * 10;
        }
        @Task static int sum(List<Integer> prices) {
          return prices.stream().mapToInt(i -> i).sum();
        }
        @Task static Expr<Integer> total(@Default("[1,2,3]") List<Integer> items) {
          return lazy(Shop::sum, each(Shop::price, items));
        }
        @Task static String order(
            Item item, Size size, LocalDate day, @Default("false") boolean giftWrapped,
            @Default("1") int json) {
          return item.count() + " " + item.name() + " " + size + " " + day + " " + giftWrapped + " " + json;
        }
        @Task static long size(FileRef file) { return file.size(); }
        @Task static long sizes(List<FileRef> files, Path name, @Default("*.txt") FileSet more, DirRef dir) {
          return files.size();
        }
        @Task static Item first(List<Item> items) { return items.get(0); }
        static void plain() {}
        public static void main(String[] args) { System.out.println(List.of(args)); }
      }
      """;

  @TempDir Path folder;
  private Cli cli;
  private String shop;

  @BeforeEach
  void aProjectWithOneScript() {
    cli = Cli.in(folder);
    shop = cli.file("Shop.java", SHOP);
  }

  @Test
  void aProgramThatFailsWhileItIsInitialisedIsToldLikeOneWhoseMainMethodThrows() {
    String broken =
        cli.file(
            "Broken.java",
            """
            class Broken {
              static final int RATE = Integer.parseInt("none");
              public static void main(String[] args) {}
            }
            """);

    Cli.Ran ran = cli.run("run", broken);

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .contains("error: main threw java.lang.NumberFormatException")
        .contains("at Broken.<clinit>(Broken.java:2)")
        .doesNotContain("defect");
  }

  @Test
  void theResultAloneGoesToStandardOutputAndALineForEachInvocationToError() {
    Cli.Ran ran = cli.run("run", shop, "total");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("60\n");
    assertThat(ran.err())
        .containsPattern("run +[0-9a-f]{10}  Shop.total\\(\\[1, 2, 3\\]\\)")
        .containsPattern("run +[0-9a-f]{10}  Shop.price\\(2\\)")
        .containsPattern("run +[0-9a-f]{10}  Shop.sum\\(")
        .containsPattern("task +run +cached +failed +total +time")
        .containsPattern("Shop.price +3 +0 +0 +3")
        .containsPattern("total +5 +0 +0 +5");
  }

  @Test
  void theSameAgainIsTakenFromTheStore() {
    cli.run("run", shop, "total");

    Cli.Ran again = cli.run("run", shop, "total");

    assertThat(again.out()).isEqualTo("60\n");
    assertThat(again.err())
        .containsPattern("cached +[0-9a-f]{10}  Shop.total")
        .containsPattern("Shop.price +0 +3 +0 +3")
        .containsPattern("Shop.sum +0 +1 +0 +1")
        .containsPattern("Shop.total +0 +1 +0 +1")
        .containsPattern("total +0 +5 +0 +5")
        .doesNotContain("pricing");
    assertThat(folder.resolve(".heddle/heddle.db")).exists();
  }

  @Test
  void withNoCacheEverythingRuns() {
    cli.run("run", shop, "total");

    assertThat(cli.run("run", shop, "total", "--no-cache").err()).containsPattern("total +5 +0 +0");
  }

  @Test
  void anEditRunsWhatItTouchedAndACommentNothing() {
    cli.run("run", shop, "total");

    cli.file("Shop.java", SHOP.replace("static int sum", "/* a comment */ static int sum"));
    assertThat(cli.run("run", shop, "total").err()).containsPattern("total +0 +5 +0");

    cli.file("Shop.java", SHOP.replace("mapToInt(i -> i)", "mapToInt(i -> 2 * i)"));
    Cli.Ran edited = cli.run("run", shop, "total");
    assertThat(edited.out()).isEqualTo("120\n");
    assertThat(edited.err()).containsPattern("Shop.sum +1 +0").containsPattern("Shop.price +0 +3");
  }

  @Test
  void jsonIsOneObjectWithTheFieldsOfTheContract() {
    assertThat(cli.run("run", shop, "total", "--json").out())
        .matches(
            "\\{\"execution\":\"[0-9a-f]{10}\",\"status\":\"SUCCEEDED\",\"durationMs\":\\d+,"
                + "\"invocations\":\\{\"total\":5,\"run\":5,\"cached\":0,\"failed\":0\\},"
                + "\"result\":60,\"error\":null\\}\n");
  }

  @Test
  void parametersAreReadByNameAndType() {
    Cli.Ran ran =
        cli.run(
            "run",
            shop,
            "order",
            "--item.name",
            "tea",
            "--item.count=3",
            "--size",
            "large",
            "--day",
            "2026-03-01",
            "--gift-wrapped",
            "--param:json",
            "7",
            "--store",
            "memory:");

    assertThat(ran.out()).isEqualTo("3 tea LARGE 2026-03-01 true 7\n");
    assertThat(
            cli.run(
                    "run",
                    shop,
                    "order",
                    "--item",
                    "{\"name\":\"tea\",\"count\":3}",
                    "--size=SMALL",
                    "--day=2026-03-01",
                    "--no-giftWrapped",
                    "--",
                    "--json",
                    "8")
                .out())
        .isEqualTo("3 tea SMALL 2026-03-01 false 8\n");
    assertThat(cli.run("run", shop, "total", "--items", "4", "--items", "5").out())
        .isEqualTo("90\n");
    assertThat(cli.run("run", shop, "total", "--items", "[]").out()).isEqualTo("0\n");
  }

  @Test
  void aCompositeResultIsPrintedAsJson() {
    String items = "[{\"name\":\"tea\",\"count\":3}]";

    assertThat(cli.run("run", shop, "first", "--items", items).out())
        .isEqualTo("{\"name\": \"tea\", \"count\": 3}\n");
  }

  @Test
  void aFailureNamesTheChainOfTasksAndTheCauseWithoutEngineFrames() {
    Cli.Ran ran = cli.run("run", shop, "total", "--items", "[1,13]", "--keep-going");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("error: Shop.price: IllegalStateException: no price for 13")
        .contains("Shop.total(items = [1, 13])")
        .contains("└─ Shop.price(n = 13)")
        .contains("at Shop.price(Shop.java:12)")
        .contains("heddle log")
        .doesNotContain("dev.heddle.eval");
    assertThat(cli.run("run", shop, "total", "--items", "[13]", "--json").out())
        .contains("\"status\":\"FAILED\"")
        .contains("\"result\":null,\"error\":\"Shop.price: IllegalStateException: no price for 13");
  }

  @Test
  void anUnknownTaskNamesTheNearest() {
    Cli.Ran ran = cli.run("run", shop, "totl");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("no task \"totl\"").contains("Did you mean total?");
    assertThat(cli.run("run", shop, "plain").err()).contains("not annotated with @Task");
  }

  @Test
  void aMissingOrMistypedParameterIsNamedWithItsTypeAndTheValueGiven() {
    Cli.Ran missing = cli.run("run", shop, "price");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("Missing --n (int)");

    Cli.Ran mistyped = cli.run("run", shop, "price", "--n", "ten");
    assertThat(mistyped.code()).isEqualTo(2);
    assertThat(mistyped.err()).contains("--n (int) can't be \"ten\"");

    Cli.Ran unknown = cli.run("run", shop, "total", "--itms", "[]");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no parameter --itms").contains("Did you mean --items?");
    assertThat(cli.run("run", shop, "price", "--n").err()).contains("--n needs a value");
    assertThat(folder.resolve(".heddle/heddle.db")).doesNotExist();
  }

  @Test
  void helpShowsTheTasksOfAFileAndTheParametersOfATask() {
    assertThat(cli.run("run", shop, "--help").out())
        .contains("--item Item --size ")
        .contains("[--items List<Integer>]")
        .contains("main method");
    assertThat(cli.run("run", shop, "total", "--help").out())
        .containsPattern("--items +List<Integer> \\(repeat, or JSON\\) +\\[1,2,3\\]");
    assertThat(cli.run("run", shop, "price", "--help").out()).containsPattern("--n +int +required");
  }

  @Test
  void anErrorOfTheCompilerIsShownAsItsOwnAndIsWrongUsage() {
    Cli.Ran ran = cli.run("run", cli.file("Bad.java", "class Bad { int x = \"a\"; }"), "x");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("Bad.java:1: error: incompatible types");
  }

  @Test
  void classesOfAClassPathRunToo() throws Exception {
    cli.run("run", shop, "price", "--n", "1");
    Path classes;
    try (var found = Files.walk(folder.resolve(".heddle"))) {
      classes = found.filter(f -> f.endsWith("Shop.class")).findFirst().orElseThrow().getParent();
    }

    Cli.Ran ran = cli.run("run", "--cp", classes.toString(), "Shop", "price", "--n", "2");

    assertThat(ran.out()).isEqualTo("20\n");
    assertThat(cli.run("run", "--cp", folder + "/none.jar", "Shop", "price").code()).isEqualTo(2);
  }

  @Test
  void settingsOfTheProjectCountAndFlagsBeatThem() throws Exception {
    Files.writeString(folder.resolve("heddle.toml"), "store = \"sqlite:data/my.db\"\n");

    cli.run("run", shop, "price", "--n", "1");
    assertThat(folder.resolve("data/my.db")).exists();
    assertThat(cli.run("config").out())
        .containsPattern("store +sqlite:.*my.db +.*heddle.toml")
        .containsPattern("slots +\\d+ +default");
    assertThat(cli.run("run", shop, "price", "--n", "1", "--store", "nonsense").code())
        .isEqualTo(2);
  }

  @Test
  void aFileAmongTheArgumentsIsShownByItsPath() throws Exception {
    Path file = Files.createDirectories(folder.resolve("some/texts")).resolve("hello.txt");
    Files.writeString(file, "hello");

    assertThat(cli.run("run", shop, "size", "--file", file.toString()).err())
        .containsPattern("Shop.size\\([^{\"]*some/texts/hello.txt\\)")
        .doesNotContain("sha");
    assertThat(cli.run("log", "-").out()).containsPattern("Shop.size\\([^{\"]*hello.txt\\)");
  }

  @Test
  void aFileThatIsNotThereIsWrongUsageAndNothingIsEvaluated() {
    Cli.Ran ran = cli.run("run", shop, "size", "--file", "nowhere.txt");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("error: --file (file): there is no file \"nowhere.txt\" (/")
        .hasLineCount(1);
    assertThat(cli.run("run", shop, "size", "--file", folder.toString()).err())
        .contains("--file (file): ")
        .contains(" is no file");
    assertThat(folder.resolve(".heddle/heddle.db")).doesNotExist();
  }

  @Test
  void theUsageLineHasOneWordForEachValue() {
    assertThat(cli.run("run", shop, "sizes", "--help").out())
        .contains("--files List<file> --name Path [--more PATTERN] --dir FOLDER\n")
        .containsPattern("--name +Path \\(a name only\\) +required");
  }

  @Test
  void aFileThatTheTaskItselfMissesIsAFailureWithoutEngineFrames() {
    cli.file(
        "Gone.java",
        """
        import dev.heddle.*;
        class Gone {
          @Task static FileRef make() { return FileRef.of("never-made.txt"); }
        }
        """);

    Cli.Ran ran = cli.run("run", folder.resolve("Gone.java").toString(), "make");

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("never-made.txt").contains("caused by").doesNotContain("  at ");
  }
}
