package dev.heddle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that tell a page when to ask again. */
@Timeout(60)
class LiveTest {
  private final ToldStore told = ToldStore.hostile();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private HeddleMonitor monitor;
  private volatile boolean ended;

  @BeforeEach
  void start() {
    monitor = HeddleMonitor.start(told.store(), MonitorOptions.DEFAULT.withPort(0));
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  private void listen() throws Exception {
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(monitor.url() + "live"))
                    .header("Accept", "text/event-stream")
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  events.add(line);
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                ended = true;
              }
            });
    reader.setDaemon(true);
    reader.setUncaughtExceptionHandler((t, e) -> {});
    reader.start();
  }

  private long count(String event) {
    return events.stream().filter(line -> line.equals("event: " + event)).count();
  }

  @Test
  void aPageIsToldAtOnceAndWhenSomethingChanged() throws Exception {
    listen();
    await().untilAsserted(() -> assertThat(count("change")).isPositive());
    long before = count("change");

    told.store().apply(List.of()); // the memory counts that as a change

    await()
        .atMost(Duration.ofSeconds(4))
        .untilAsserted(() -> assertThat(count("change")).isGreaterThan(before));
    assertThat(events).contains("data: -");
  }

  @Test
  void aPageIsToldThatTheStoreIsLostAndThatItIsBack() throws Exception {
    listen();
    await().untilAsserted(() -> assertThat(count("change")).isPositive());
    told.away = true;
    new Browser(monitor.url()).get("tasks");
    await().untilAsserted(() -> assertThat(count("lost")).isPositive());

    told.away = false;

    await().untilAsserted(() -> assertThat(count("back")).isPositive());
  }

  @Test
  void closingEndsTheStreams() throws Exception {
    listen();
    await().untilAsserted(() -> assertThat(count("change")).isPositive());

    monitor.close();

    await().untilAsserted(() -> assertThat(ended).isTrue());
  }
}
