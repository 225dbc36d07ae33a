package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The monitor as a servlet in somebody's own server. */
@Timeout(60)
class MountTest {
  private final ToldStore told = ToldStore.hostile();
  private final Server server = new Server();

  private Browser mounted(String context, String pattern, MonitorOptions options) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.setContextPath(context);
    ServletHolder holder = new ServletHolder(HeddleMonitor.handler(told.store(), options));
    holder.setAsyncSupported(true);
    handler.addServlet(holder, pattern);
    server.setHandler(handler);
    server.start();
    return new Browser("http://127.0.0.1:" + connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "/, /*, ''",
    "/, /, ''",
    "/, /heddle/*, /heddle",
    "/app, /ops/heddle/*, /app/ops/heddle",
    "/app, /*, /app"
  })
  void everyLinkBeginsWhereItIsMounted(String context, String pattern, String base)
      throws Exception {
    Browser browser = mounted(context, pattern, MonitorOptions.DEFAULT);

    HttpResponse<String> page = browser.get(base + "/");

    assertThat(page.statusCode()).isEqualTo(200);
    Matcher links =
        Pattern.compile("(?:href|src|action|hx-get)=\"([^\"#]+)\"").matcher(page.body());
    int count = 0;
    while (links.find()) {
      assertThat(links.group(1)).startsWith(base + "/");
      count++;
    }
    assertThat(count).isGreaterThan(15);
    Matcher style = Pattern.compile("href=\"([^\"]+heddle\\.css)\"").matcher(page.body());
    assertThat(style.find()).isTrue();
    assertThat(browser.get(style.group(1)).statusCode()).isEqualTo(200);
    assertThat(browser.get(base + "/tasks").statusCode()).isEqualTo(200);
    assertThat(browser.get(base + "/api/v1/workers").statusCode()).isEqualTo(200);
    assertThat(browser.get(base + "/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void thePathWithoutASlashIsTheFirstPage() throws Exception {
    Browser browser = mounted("/", "/heddle/*", MonitorOptions.DEFAULT);

    assertThat(browser.get("/heddle").body()).contains("<h1>Overview</h1>");
  }

  @Test
  void signingInWorksThereToo() throws Exception {
    Browser browser =
        mounted("/", "/heddle/*", MonitorOptions.DEFAULT.withUser("anna", "correct horse"));

    HttpResponse<String> first = browser.get("/heddle/tasks");
    assertThat(first.headers().firstValue("Location")).hasValue("/heddle/login?back=%2Ftasks");
    String login = browser.get("/heddle/login").body();
    HttpResponse<String> in =
        browser.post(
            "/heddle/login",
            Map.of(
                "csrf",
                Browser.csrf(login),
                "user",
                "anna",
                "secret",
                "correct horse",
                "back",
                "/tasks"));
    assertThat(in.headers().firstValue("Location")).hasValue("/heddle/tasks");
    assertThat(in.headers().firstValue("Set-Cookie").orElse("")).contains("Path=/heddle/;");
    assertThat(browser.get("/heddle/tasks").statusCode()).isEqualTo(200);
  }
}
