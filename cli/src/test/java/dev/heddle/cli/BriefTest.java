package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BriefTest {
  private static final String SHA = ",\"sha\":\"" + "0123456789".repeat(4) + "\"";
  private static final String FILE = "{\"path\":\"examples/compile/src/lib.c\"" + SHA + "}";

  @Test
  void aCutValueSaysHowMuchIsLeftOut() {
    assertThat(Brief.value("[1,2,3]", 20)).isEqualTo("[1, 2, 3]");
    assertThat(Brief.value("[100000,200000,300000,400000,500000]", 28))
        .isEqualTo("[100000, 200000, …3 more]");
    assertThat(Brief.value("\"" + "x".repeat(40) + "\"", 10)).isEqualTo("\"xxxxxxx…\"");
    assertThat(Brief.value("\"abcd\\\\\\\\\\nefghijklmnop\"", 10)).doesNotMatch(".*[^\\\\]\\\\…\"");
  }

  @Test
  void noCutIsLongerThanItsBudgetByMuch() {
    String deep = "[".repeat(30) + "\"" + "y".repeat(100) + "\"" + "]".repeat(30);
    for (int budget = 12; budget < 100; budget++) {
      assertThat(Brief.value("[1,[2,3],{\"k\":\"" + "v".repeat(200) + "\"}]", budget).length())
          .isLessThan(budget + 24);
      assertThat(Brief.value(deep, budget)).isNotEmpty();
    }
  }

  @Test
  void aFileIsItsPathAndLosesItsBeginning() {
    assertThat(Brief.value(FILE, 40)).isEqualTo("examples/compile/src/lib.c");
    assertThat(Brief.value(FILE, 16)).isEqualTo("…/src/lib.c");
    assertThat(Brief.value(FILE, 9)).isEqualTo("…/lib.c");
    assertThat(Brief.value("{\"path\":\"a-name-without-parts.txt\"" + SHA + "}", 12))
        .isEqualTo("…t-parts.txt");
  }

  @Test
  void soAreFilesKeyedByStatFoldersSetsAndThoseInsideOfSomething() {
    assertThat(Brief.value("{\"path\":\"big.bin\"" + SHA + ",\"by\":\"stat\"}", 40))
        .isEqualTo("big.bin");
    assertThat(Brief.value("{\"path\":\"src\"" + SHA + ",\"files\":{\"a.c\":\"12\"}}", 40))
        .isEqualTo("src");
    assertThat(Brief.value("{\"path\":\"src\",\"pattern\":\"**/*.c\"" + SHA + "}", 40))
        .isEqualTo("src/**/*.c");
    assertThat(Brief.value("{\"source\":" + FILE + ",\"flags\":[\"-O1\"]}", 60))
        .isEqualTo("{source: examples/compile/src/lib.c, flags: [\"-O1\"]}");
    assertThat(Brief.value("[" + FILE + "," + FILE + "]", 26))
        .isEqualTo("[…/src/lib.c, …/src/lib.c]");
  }

  @Test
  void whatOnlyLooksLikeAFileIsShownAsWhatItIs() {
    assertThat(Brief.value("{\"path\":\"a\",\"sha\":\"x\"}", 40))
        .isEqualTo("{path: \"a\", sha: \"x\"}");
    assertThat(Brief.value("{\"path\":7" + SHA + "}", 80)).startsWith("{path: 7, sha: \"0123");
    assertThat(Brief.value("{\"path\":\"a\"}", 40)).isEqualTo("{path: \"a\"}");
  }

  @Test
  void aTextThatIsAPathLosesItsBeginningToo() {
    assertThat(Brief.value("\"examples/compile/build/greet\"", 16)).isEqualTo("\"…/build/greet\"");
    assertThat(Brief.value("\"either this or/and that, who knows\"", 12))
        .isEqualTo("\"either th…\"");
  }

  @Test
  void shortArgumentsStandWholeAndLongOnesShareTheRest() {
    String text = "\"" + "x".repeat(60) + "\"";

    List<String> shown = Brief.values(List.of("1", text, "true", text), 50);

    assertThat(shown).startsWith("1").contains("true");
    assertThat(String.join(", ", shown).length()).isBetween(40, 50);
    assertThat(Brief.values(List.of("1", "\"abc\""), 50)).containsExactly("1", "\"abc\"");
    assertThat(Brief.values(List.of(), 50)).isEmpty();
  }

  @Test
  void namesThatAreNoWordsKeepTheirQuotes() {
    assertThat(Brief.value("{\"a b\":1,\"\":2,\"c\":[ ]}", 60))
        .isEqualTo("{\"a b\": 1, \"\": 2, c: []}");
  }
}
