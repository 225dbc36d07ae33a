package dev.heddle.monitor;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.Heddle;
import dev.heddle.Task;
import dev.heddle.store.FileUse;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.NodeRecord;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Where values and files came from, and where they went. */
@Timeout(60)
class ValuePagesTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=a()>";

  @TempDir Path root;
  private final MemoryStore memory = new MemoryStore();
  private Heddle heddle;
  private HeddleMonitor monitor;
  private Browser browser;

  @Task
  static String first(String text) {
    return "first of " + text;
  }

  @Task
  static String second(String text) {
    return "second of " + text;
  }

  @Task
  static Expr<String> chain(String text) {
    return lazy(ValuePagesTest::second, lazy(ValuePagesTest::first, text));
  }

  @Task
  static FileRef writes(Path to, String text) {
    return FileRef.of(to).writeString(text);
  }

  @Task
  static int length(FileRef file) {
    return file.readString().length();
  }

  @Task
  static Expr<Integer> measured(Path to, String text) {
    return lazy(ValuePagesTest::length, lazy(ValuePagesTest::writes, to, text));
  }

  @BeforeEach
  void start() {
    heddle = Heddle.builder().store(memory).root(root).slots(4).open();
    monitor = HeddleMonitor.start(memory.peer(), MonitorOptions.DEFAULT.withPort(0));
    browser = new Browser(monitor.url());
  }

  @AfterEach
  void stop() {
    monitor.close();
    heddle.close();
  }

  private NodeRecord node(String method) {
    long execution = memory.executions(Long.MAX_VALUE, 1).get(0).id();
    List<Long> ids =
        memory.invocations(execution, 0, 99).stream()
            .filter(invocation -> invocation.task().name().endsWith('.' + method))
            .map(invocation -> invocation.id())
            .toList();
    return memory.nodes(ids).get(0);
  }

  @Test
  void aCallHasItsCodeItsInputsAndItsResult() {
    heddle.run(lazy(ValuePagesTest::chain, "some text"));
    NodeRecord first = node("first");

    JsonNode call = browser.json("calls/" + Ids.text(first.id()));

    assertThat(call.get("taskHash").asString()).isEqualTo(first.task().hash().toString());
    assertThat(call.get("newest").asBoolean()).isTrue();
    assertThat(call.get("arguments").get(0).get("json").asString()).isEqualTo("\"some text\"");
    assertThat(call.get("result").get("json").asString()).isEqualTo("\"first of some text\"");
    assertThat(call.get("invoked").asBoolean()).isTrue();
    assertThat(browser.json("calls/" + Ids.text(node("chain").id())).get("calls").size())
        .isEqualTo(2);
    assertThat(browser.get("calls/" + Ids.text(first.id())).body())
        .contains(
            "first of some text",
            "<svg",
            "/values/" + first.arguments().get(0).hash() + "?call=" + Ids.text(first.id()));
  }

  @Test
  void aValueHasWhatMadeItAndWhatUsedIt() {
    heddle.run(lazy(ValuePagesTest::chain, "some text"));
    NodeRecord first = node("first");
    NodeRecord second = node("second");
    String hash = first.result().hash().toString();

    JsonNode value = browser.json("values/" + hash);

    assertThat(value.get("value").get("json").asString()).isEqualTo("\"first of some text\"");
    assertThat(Browser.texts(value.get("madeBy"), "id")).containsExactly(Ids.text(first.id()));
    assertThat(Browser.texts(value.get("usedBy"), "id")).containsExactly(Ids.text(second.id()));
    List<String> things = Browser.texts(value.get("lineage").get("things"), "label");
    assertThat(things)
        .anyMatch(label -> label.contains("first"))
        .anyMatch(label -> label.contains("second"))
        .anyMatch(label -> label.contains("some text"))
        .anyMatch(label -> label.contains("second of first of some text"));
    assertThat(Browser.texts(value.get("lineage").get("steps"), "from")).contains("value " + hash);
    assertThat(
            Browser.texts(
                browser.json("values/" + hash + "?call=" + Ids.text(first.id())).get("madeBy"),
                "id"))
        .containsExactly(Ids.text(first.id()));
    assertThat(
            Browser.texts(
                browser
                    .json("values/" + hash + "?call=" + Ids.text(node("chain").id()))
                    .get("madeBy"),
                "id"))
        .doesNotHaveDuplicates();
    assertThat(browser.get("values/" + hash).body())
        .contains("Made by", "Used by", "/calls/" + Ids.text(first.id()));
  }

  @Test
  void theLineageGoesThreeStepsEachWay() {
    heddle.run(lazy(ValuePagesTest::chain, "some text"));
    NodeRecord second = node("second");

    JsonNode lineage = browser.json("calls/" + Ids.text(second.id())).get("lineage");

    // argument, the call that made it, and that one's argument; the result, and nobody who used it
    assertThat(Browser.texts(lineage.get("things"), "id"))
        .contains(
            "call " + second.id(),
            "value " + second.arguments().get(0).hash(),
            "call " + node("first").id(),
            "value " + node("first").arguments().get(0).hash(),
            "value " + second.result().hash());
    assertThat(lineage.get("complete").asBoolean()).isTrue();
    long centres =
        Browser.texts(lineage.get("things"), "centre").stream().filter("true"::equals).count();
    assertThat(centres).isEqualTo(1);
  }

  private List<String> found(String q) {
    List<String> found = new ArrayList<>();
    browser
        .json("find?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))
        .get("hits")
        .forEach(hit -> found.add(hit.get("kind").asString() + ' ' + hit.get("path").asString()));
    return found;
  }

  @Test
  void theSearchKnowsHashesAndPaths() {
    heddle.run(lazy(ValuePagesTest::measured, root.resolve("out.txt"), "12345"));
    FileUse written =
        node("writes").files().stream().filter(use -> use.written()).findFirst().orElseThrow();
    String result = node("length").result().hash().toString();
    String file = "/file?location=" + URLEncoder.encode(written.location(), StandardCharsets.UTF_8);

    assertThat(found(written.location())).contains("file " + file);
    assertThat(found(written.digest().toString())).containsExactly("file " + file);
    assertThat(found(result)).containsExactly("value /values/" + result);
    assertThat(found(result.toUpperCase(Locale.ROOT))).isEqualTo(found(result));
    assertThat(found("0".repeat(40))).isEmpty();
    assertThat(browser.get("find?q=" + result).statusCode()).as("leads there").isEqualTo(303);
    assertThat(browser.get("find?q=" + "0".repeat(40)).body()).contains("latest calls");
    assertThat(browser.get("find?q=" + "x".repeat(5_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void aFileHasWhoWroteItAndWhoReadIt() {
    heddle.run(lazy(ValuePagesTest::measured, root.resolve("out.txt"), "12345"));
    NodeRecord writer = node("writes");
    String location =
        writer.files().stream().filter(use -> use.written()).findFirst().orElseThrow().location();
    String path = "file?location=" + URLEncoder.encode(location, StandardCharsets.UTF_8);

    JsonNode view = browser.json(path);

    assertThat(Browser.texts(view.get("writtenBy"), "id")).contains(Ids.text(writer.id()));
    assertThat(Browser.texts(view.get("readBy"), "id")).contains(Ids.text(node("length").id()));
    assertThat(view.get("writtenBy").get(0).get("digest").asString()).hasSize(40);
    assertThat(Browser.texts(view.get("lineage").get("things"), "shape")).contains("FILE", "CALL");
    assertThat(browser.get(path).body()).contains("Written by", "<svg");
    assertThat(
            browser
                .get("values?q=" + URLEncoder.encode(location, StandardCharsets.UTF_8))
                .headers()
                .firstValue("Location"))
        .hasValue("/" + path);
  }

  @Test
  void theSearchLeadsToWhatIsMeant() {
    heddle.run(lazy(ValuePagesTest::first, "some text"));
    NodeRecord node = node("first");
    String hash = node.result().hash().toString();

    assertThat(browser.get("values?q=" + hash).headers().firstValue("Location"))
        .hasValue("/values/" + hash);
    assertThat(browser.get("values?q=" + Ids.text(node.id())).headers().firstValue("Location"))
        .hasValue("/calls/" + Ids.text(node.id()));
    HttpResponse<String> nothing = browser.get("values?q=%3Cscript%3Ealert(1)%3C/script%3E");
    assertThat(nothing.statusCode()).isEqualTo(200);
    assertThat(nothing.body()).contains("Nothing is known of").doesNotContain("<script>alert");
  }

  @Test
  void hostileValuesAreShownAsText() {
    heddle.run(lazy(ValuePagesTest::chain, HOSTILE));
    NodeRecord first = node("first");

    for (String path :
        List.of(
            "calls/" + Ids.text(first.id()),
            "calls/" + Ids.text(node("chain").id()),
            "values/" + first.result().hash(),
            "values/" + first.arguments().get(0).hash())) {
      HttpResponse<String> page = browser.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.body())
          .as(path)
          .contains("&lt;script")
          .doesNotContain("<script>alert")
          .doesNotContain("<img src=x")
          .doesNotContain(" style=");
    }
  }

  @Test
  void whatIsNotKnownIsToldWithAWayOn() {
    heddle.run(lazy(ValuePagesTest::first, "x"));

    for (String path :
        List.of(
            "calls/" + Ids.text(4_711_000),
            "calls/zz",
            "values/" + "0".repeat(40),
            "values/" + "0".repeat(40) + "?call=" + Ids.text(node("first").id()),
            "values/xyz",
            "file?location=no/such/file",
            "file")) {
      HttpResponse<String> page = browser.get(path);
      assertThat(page.statusCode()).as(path).isEqualTo(404);
      assertThat(page.body()).contains("action=\"/find\"");
    }
  }
}
