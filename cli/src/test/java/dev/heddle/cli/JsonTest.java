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

  @Test
  void theModelOfSubmitHasTheOptionsThatSubmitReads() {
    Session session =
        new Session(
            System.out,
            new Screen(System.err, java.nio.charset.StandardCharsets.UTF_8, Style.PLAIN, false, 80),
            java.util.Map.of(),
            java.nio.file.Path.of(""));

    assertThat(RunSpec.ofSubmit(session).options().stream().map(OptionSpec::longestName))
        .containsAll(SubmitCommand.OPTIONS)
        .contains("--json", "--store", "--cp", "--help");
  }
}
