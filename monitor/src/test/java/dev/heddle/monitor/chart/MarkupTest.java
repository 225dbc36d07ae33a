package dev.heddle.monitor.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** XML that is well formed whatever is put in. */
class MarkupTest {
  @Test
  void textsAndAttributesAreReadAsTheyWere() {
    String hostile = "<script>alert(\"x\")</script> & 'that' ]]> <!--";

    Parsed parsed = new Parsed(new Markup().leafText("p", hostile, "title", hostile).toString());

    assertThat(parsed.root().getTextContent()).isEqualTo(hostile);
    assertThat(parsed.root().getAttribute("title")).isEqualTo(hostile);
  }

  @Test
  void whatIsNoCharacterOfXmlIsReplaced() {
    String xml = new Markup().leafText("p", "a\u0000b\u001bc\ud800d\uffffe\ud83d\ude00").toString();

    assertThat(new Parsed(xml).root().getTextContent()).isEqualTo("a�b�c�d�e\ud83d\ude00");
  }

  @Test
  void anyTextAtAllIsWellFormed() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append((char) random.nextInt(round % 2 == 0 ? 128 : 65_536));
      }

      String xml = new Markup().leafText("p", text.toString(), "a", text.toString()).toString();

      assertThat(new Parsed(xml).root().getTagName()).isEqualTo("p");
    }
  }

  @Test
  void anAttributeWithoutAValueIsLeftOut() {
    assertThat(new Markup().leaf("a", "href", "", "x", 1).toString()).isEqualTo("<a x=\"1\"/>");
  }

  @Test
  void whatIsNotEndedIsNoPicture() {
    assertThatThrownBy(new Markup().open("g")::toString)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("<g>");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.001, 0",
    "12, 12",
    "0.5, 0.5",
    "-0.25, -0.25",
    "3.14159, 3.14",
    "1.05, 1.05",
    "-7.999, -8",
    "1000000, 1000000"
  })
  void numbersAreShort(double value, String text) {
    assertThat(Markup.number(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/invocations/7", "?page=2", "#i7", "/"})
  void addressesOfThisServerAreLinks(String href) {
    Parsed parsed = new Parsed(new Markup().link(href, "seven", "row").end().toString());

    assertThat(parsed.root().getTagName()).isEqualTo("a");
    assertThat(parsed.root().getAttribute("href")).isEqualTo(href);
    assertThat(parsed.root().getAttribute("aria-label")).isEqualTo("seven");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "https://example.org",
        "//example.org",
        "/\\example.org",
        "data:text/html,x",
        "page"
      })
  void othersAreNot(String href) {
    assertThat(new Markup().link(href, "seven", "row").end().toString())
        .isEqualTo("<g class=\"row\"></g>");
  }
}
