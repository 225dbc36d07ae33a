package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.monitor.Browser;
import dev.heddle.monitor.ToldStore;
import dev.heddle.monitor.page.Pages;
import io.javalin.Javalin;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Places that change something. */
@Timeout(60)
class ActionTest {
  private static final AccessToken TOKEN = new AccessToken("a-token-that-is-long-enough");

  /** What an action of the test answers. */
  record Done(String what) {}

  private final List<String> done = new CopyOnWriteArrayList<>();
  private Javalin server;
  private Site site;

  private Browser started(boolean actions, boolean open) {
    Place<Done> action =
        Place.action("/things/{id}/drop", Done.class, this::drop)
            .in(Section.TASKS)
            .taking(Parameter.path("id", "Which."), Parameter.body("why", "Why."))
            .summary("Drops a thing.");
    List<Place<?>> places = new ArrayList<>(Pages.ALL);
    places.add(action);
    Access access = new Access(open ? null : TOKEN, Map.of(), actions, HostNames.ANY);
    site = new Site(ToldStore.hostile().store(), access, places);
    server = Javalin.create(site::configure).start("127.0.0.1", 0);
    return new Browser("http://127.0.0.1:" + server.port() + "/");
  }

  private Done drop(Asked asked) {
    done.add(asked.text("id") + " " + asked.text("why") + " " + asked.visitor().onRecord());
    return new Done(asked.text("id"));
  }

  @AfterEach
  void stop() {
    site.close();
    server.stop();
  }

  @Test
  void isRefusedUnlessActionsAreAllowed() {
    Browser browser = started(false, true);
    String csrf = Browser.csrf(browser.get("tasks").body());

    assertThat(browser.post("things/a1/drop", Map.of("csrf", csrf)).statusCode()).isEqualTo(403);
    assertThat(browser.post("api/v1/things/a1/drop", Map.of(), "Heddle-Csrf", csrf).statusCode())
        .isEqualTo(403);
    assertThat(done).isEmpty();
  }

  @Test
  void isDoneForAFormOfOursAndLeadsBackThere() {
    Browser browser = started(true, true);
    String csrf = Browser.csrf(browser.get("tasks").body());

    HttpResponse<String> answer =
        browser.post(
            "things/a1/drop", Map.of("csrf", csrf, "why", "old", "back", "/tasks?span=7d"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).hasValue("/tasks?span=7d");
    assertThat(done).containsExactly("a1 old somebody from 127.0.0.1");
    HttpResponse<String> elsewhere =
        browser.post("things/a2/drop", Map.of("csrf", csrf, "back", "//evil.example"));
    assertThat(elsewhere.headers().firstValue("Location")).hasValue("/tasks");
  }

  @Test
  void isNotDoneWithoutATokenOrByLooking() {
    Browser browser = started(true, true);

    assertThat(browser.post("things/a1/drop", Map.of()).statusCode()).isEqualTo(403);
    assertThat(browser.get("things/a1/drop").statusCode()).isIn(404, 405);
    assertThat(browser.postJson("api/v1/things/a1/drop", "{}").statusCode()).isEqualTo(403);
    assertThat(done).isEmpty();
  }

  @Test
  void isDoneForAProgramWithTheToken() {
    Browser browser = started(true, false);

    HttpResponse<String> answer =
        browser.postJson(
            "api/v1/things/a1/drop",
            "{\"why\":\"old\"}",
            "Authorization",
            "Bearer a-token-that-is-long-enough");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"what\":\"a1\"}");
    assertThat(done).containsExactly("a1 old somebody from 127.0.0.1");
    assertThat(browser.postJson("api/v1/things/a1/drop", "{}").statusCode()).isEqualTo(401);
  }
}
