package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.HeddleException;
import dev.heddle.monitor.http.Password;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, and what they may do. */
@Timeout(60)
class AccessTest {
  private static final String TOKEN = "a-token-that-is-long-enough";
  private static final String KEPT = Password.of("correct horse", new SecureRandom()).text();
  private static final MonitorOptions LOCAL = MonitorOptions.DEFAULT.withPort(0);
  private static final List<String> PLACES =
      List.of(
          "",
          "tasks",
          "workers",
          "logs",
          "find?q=x",
          "api",
          "api/openapi.json",
          "api/v1/overview",
          "live",
          "nothing");

  private final ToldStore told = ToldStore.hostile();
  private HeddleMonitor monitor;

  private Browser started(MonitorOptions options) {
    monitor = HeddleMonitor.start(told.store(), options);
    return new Browser("http://127.0.0.1:" + monitor.port() + "/");
  }

  @AfterEach
  void stop() {
    if (monitor != null) {
      monitor.close();
    }
  }

  @Test
  void isNotOpenToANetworkWithoutSayingToWhom() {
    assertThatThrownBy(() -> started(LOCAL.withBind("0.0.0.0")))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("token or a user");
  }

  @Test
  void aTokenIsLongEnoughNotToBeGuessed() {
    assertThatThrownBy(() -> LOCAL.withToken("short")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noSecretCanBeReadFromTheOptions() {
    MonitorOptions options = LOCAL.withToken(TOKEN).withUser("anna", "correct horse");

    assertThat(options.toString()).doesNotContain(TOKEN).doesNotContain("correct horse");
  }

  @Test
  void nobodySeesAnythingWithoutSigningIn() {
    Browser browser = started(LOCAL.withToken(TOKEN).withUser("anna", KEPT));

    for (String place : PLACES) {
      HttpResponse<String> answer = browser.get(place);
      assertThat(answer.body()).as(place).doesNotContain("memory:").doesNotContain("Overview");
      if (place.startsWith("api/")) {
        assertThat(answer.statusCode()).as(place).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
      } else {
        assertThat(answer.statusCode()).as(place).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("/login");
      }
    }
    HttpResponse<String> fragment = browser.get("tasks", "HX-Request", "true");
    assertThat(fragment.statusCode()).isEqualTo(401);
    assertThat(fragment.headers().firstValue("HX-Redirect")).hasValue("/login");
  }

  @Test
  void aBearerTokenOpensTheApi() {
    Browser browser = started(LOCAL.withToken(TOKEN));

    assertThat(browser.get("api/v1/workers", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(browser.get("api/v1/workers", "Authorization", "Bearer wrong-" + TOKEN).statusCode())
        .isEqualTo(401);
    assertThat(browser.get("api/v1/workers", "Authorization", "Basic " + TOKEN).statusCode())
        .isEqualTo(401);
    assertThat(browser.get("api/v1/workers?token=" + TOKEN).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "anna, correct horse, 303",
    "anna, wrong, 401",
    "'', a-token-that-is-long-enough, 303",
    "'', correct horse, 401",
    "nobody, correct horse, 401",
    "anna, a-token-that-is-long-enough, 401",
    "anna, '', 401",
  })
  void signingIn(String user, String secret, int status) {
    Browser browser = started(LOCAL.withToken(TOKEN).withUser("anna", KEPT));

    assertThat(browser.signIn(user, secret).statusCode()).isEqualTo(status);
    assertThat(browser.get("tasks").statusCode()).isEqualTo(status == 303 ? 200 : 303);
  }

  @Test
  void aSessionHasAnIdOfItsOwnAndEndsWithSigningOut() {
    Browser browser = started(LOCAL.withUser("anna", KEPT));
    HttpResponse<String> in = browser.signIn("anna", "correct horse");

    assertThat(in.headers().firstValue("Set-Cookie").orElse(""))
        .contains("HttpOnly", "SameSite=Strict", "Path=/;");
    String page = browser.get("tasks").body();
    assertThat(page).contains("Sign out anna");
    assertThat(browser.post("logout", Map.of("csrf", Browser.csrf(page))).statusCode())
        .isEqualTo(303);
    assertThat(browser.get("tasks").statusCode()).isEqualTo(303);
  }

  @Test
  void aSessionThatWasMadeUpIsNone() {
    Browser browser = started(LOCAL.withUser("anna", KEPT));

    String cookie = "heddle_" + monitor.port() + '=' + "A".repeat(43);
    assertThat(browser.get("tasks", "Cookie", cookie).statusCode()).isEqualTo(303);
  }

  @Test
  void signingInLeadsBackWithinTheMonitorOnly() {
    Browser browser = started(LOCAL.withUser("anna", KEPT));
    for (Map.Entry<String, String> back :
        Map.of(
                "/tasks?span=7d", "/tasks?span=7d",
                "//evil.example", "/",
                "https://evil.example/", "/",
                "/\\evil.example", "/",
                "/x\r\nSet-Cookie: a=b", "/")
            .entrySet()) {
      Map<String, String> form = new HashMap<>();
      form.put("csrf", Browser.csrf(browser.get("login").body()));
      form.put("user", "anna");
      form.put("secret", "correct horse");
      form.put("back", back.getKey());

      HttpResponse<String> answer = browser.post("login", form);

      assertThat(answer.headers().firstValue("Location")).hasValue(back.getValue());
    }
  }

  @Test
  void guessingBecomesSlow() {
    Browser browser = started(LOCAL.withToken(TOKEN));

    int last = 0;
    for (int i = 0; i < 8 && last != 429; i++) {
      last =
          browser.get("api/v1/workers", "Authorization", "Bearer guess-number-" + i).statusCode();
    }

    assertThat(last).isEqualTo(429);
    assertThat(browser.get("api/v1/workers", "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(429);
  }

  @Test
  void aLinkFromElsewhereIsFollowedOnceMoreFromHere() {
    Browser browser = started(LOCAL.withUser("anna", KEPT));

    HttpResponse<String> answer = browser.get("tasks", "Sec-Fetch-Site", "cross-site");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Refresh")).hasValue("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8765",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "8.8.8.8",
        ""
      })
  void otherNamesAreNotAnswered(String host) throws IOException {
    started(LOCAL);

    assertThat(statusFor(host)).startsWith("HTTP/1.1 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1",
        "127.0.0.1:1234",
        "[::1]:8765",
        "monitor.localhost",
        "heddle.example.org"
      })
  void itsOwnNamesAreAnswered(String host) throws IOException {
    started(LOCAL.withHostName("Heddle.example.org"));

    assertThat(statusFor(host)).isEqualTo("HTTP/1.1 200 OK");
  }

  private String statusFor(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), monitor.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(0, answer.indexOf("\r\n"));
    }
  }

  @Test
  void aPostHasToComeFromAPageOfOurs() {
    Browser browser = started(LOCAL);
    String origin = "http://127.0.0.1:" + monitor.port();
    String csrf = Browser.csrf(browser.get("logs").body());
    Map<String, String> with = Map.of("csrf", csrf, "text", "x");
    Map<String, String> without = Map.of("text", "x");

    assertThat(browser.post("logs/excerpt", with).statusCode()).isEqualTo(200);
    assertThat(
            browser
                .post("logs/excerpt", with, "Origin", origin, "Sec-Fetch-Site", "same-origin")
                .statusCode())
        .isEqualTo(200);
    assertThat(browser.post("logs/excerpt", without, "Heddle-Csrf", csrf).statusCode())
        .isEqualTo(200);
    assertThat(browser.post("logs/excerpt", without).statusCode()).isEqualTo(403);
    assertThat(browser.post("logs/excerpt", Map.of("csrf", "x", "text", "x")).statusCode())
        .isEqualTo(403);
    for (String elsewhere :
        List.of(
            "http://evil.example",
            "null",
            "http://127.0.0.1:1",
            "https://127.0.0.1.evil.example")) {
      assertThat(browser.post("logs/excerpt", with, "Origin", elsewhere).statusCode())
          .isEqualTo(403);
    }
    for (String site : List.of("cross-site", "same-site", "none")) {
      assertThat(browser.post("logs/excerpt", with, "Sec-Fetch-Site", site).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void aTokenOfOneSessionIsNoneOfAnother() {
    Browser one = started(LOCAL);
    Browser other = new Browser(monitor.url());
    other.get("");

    String csrf = Browser.csrf(one.get("logs").body());

    assertThat(other.post("logs/excerpt", Map.of("csrf", csrf, "text", "x")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aMethodNamedInAHeaderIsJudgedAsThatMethod() {
    Browser browser = started(LOCAL);

    assertThat(browser.get("logs/excerpt", "X-HTTP-Method-Override", "POST").statusCode())
        .isEqualTo(403);
  }

  @Test
  void jsonIsTakenWithABearerTokenOrACsrfToken() {
    Browser browser = started(LOCAL.withToken(TOKEN));

    assertThat(
            browser
                .postJson(
                    "api/v1/logs/excerpt", "{\"text\":\"x\"}", "Authorization", "Bearer " + TOKEN)
                .statusCode())
        .isEqualTo(200);
    assertThat(browser.postJson("api/v1/logs/excerpt", "{\"text\":\"x\"}").statusCode())
        .isEqualTo(401);
    assertThat(
            browser
                .postJson("api/v1/logs/excerpt", "[1]", "Authorization", "Bearer " + TOKEN)
                .statusCode())
        .isEqualTo(400);
  }
}
