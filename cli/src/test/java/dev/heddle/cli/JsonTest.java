package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

class JsonTest {
  @Test
  void whatFitsOneLineStaysOnIt() {
    assertThat(Json.pretty("{\"a\":[1,2,{\"b\":\"x, y: z\"}],\"c\":{}}"))
        .isEqualTo("{\"a\": [1, 2, {\"b\": \"x, y: z\"}], \"c\": {}}");
  }

  @Test
  void whatDoesNotIsIndented() {
    String text = "\"" + "x".repeat(50) + "\"";

    assertThat(Json.pretty("{\"a\":" + text + ",\"b\":[" + text + ",1]}"))
        .isEqualTo("{\n  \"a\": " + text + ",\n  \"b\": [" + text + ", 1]\n}");
  }

  @Test
  void aTextIsReadBare() {
    assertThat(Json.readable("\"a\\n\\\"b\\\" \\u00e9\\\\\"")).isEqualTo("a\n\"b\" é\\");
    assertThat(Json.readable("17")).isEqualTo("17");
    assertThat(Json.quote("a\n\"b\" é\\\u0001")).isEqualTo("\"a\\n\\\"b\\\" é\\\\\\u0001\"");
  }

  @Test
  void aCutValueSaysHowMuchIsLeftOut() {
    assertThat(Json.cut("[1,2,3]", 20)).isEqualTo("[1, 2, 3]");
    assertThat(Json.cut("[100000,200000,300000,400000,500000]", 28))
        .isEqualTo("[100000, 200000, …3 more]");
    assertThat(Json.cut("\"" + "x".repeat(40) + "\"", 10)).isEqualTo("\"xxxxxxx…\"");
    assertThat(Json.cut("\"abcd\\\\\\\\\\nefghijklmnop\"", 10)).doesNotMatch(".*[^\\\\]\\\\…\"");
  }

  @Test
  void noCutIsLongerThanItsBudgetByMuch() {
    String deep = "[".repeat(30) + "\"" + "y".repeat(100) + "\"" + "]".repeat(30);
    for (int budget = 12; budget < 100; budget++) {
      assertThat(Json.cut("[1,[2,3],{\"k\":\"" + "v".repeat(200) + "\"}]", budget).length())
          .isLessThan(budget + 24);
      assertThat(Json.cut(deep, budget)).isNotEmpty();
    }
  }

  @Test
  void theModelOfRunHasTheOptionsThatRunReads() {
    Session session =
        new Session(
            System.out,
            new Screen(System.err, java.nio.charset.StandardCharsets.UTF_8, Style.PLAIN, false, 80),
            java.util.Map.of(),
            java.nio.file.Path.of(""));
    List<String> modelled =
        RunSpec.of(session).options().stream().map(OptionSpec::longestName).toList();

    assertThat(modelled).containsExactlyInAnyOrderElementsOf(RunArguments.OPTIONS);
  }
}
