package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.monitor.ToldStore;
import dev.heddle.monitor.page.Pages;
import io.javalin.config.JavalinState;
import io.javalin.router.ParsedEndpoint;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API's description and what is really served. */
class OpenApiTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode api = JSON.valueToTree(OpenApi.of(Pages.ALL));

  @Test
  void hasEveryRouteAndNoOther() {
    Site site =
        new Site(
            ToldStore.hostile().store(),
            new Access(null, Map.of(), false, HostNames.ANY),
            Pages.ALL);
    JavalinState state = new JavalinState();
    JavalinState.applyUserConfig(state, site::configure);
    Set<String> served = new TreeSet<>();
    for (ParsedEndpoint parsed : state.internalRouter.allHttpHandlers()) {
      String path = parsed.endpoint.path;
      if (path.startsWith("/api/v1/")) {
        served.add(parsed.endpoint.method.name() + ' ' + path);
      }
    }

    Set<String> described = new TreeSet<>();
    api.get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .propertyNames()
                    .forEach(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + ' ' + path.getKey())));

    assertThat(served).isNotEmpty();
    assertThat(described).isEqualTo(served);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Set<String> schemas = new TreeSet<>(api.get("components").get("schemas").propertyNames());

    assertThat(api.findValuesAsString("$ref"))
        .isNotEmpty()
        .allSatisfy(
            ref -> assertThat(schemas).contains(ref.substring("#/components/schemas/".length())));
  }

  @Test
  void everyPathParameterIsDescribed() {
    for (Place<?> place : Pages.ALL) {
      Set<String> named = new TreeSet<>();
      var matcher = java.util.regex.Pattern.compile("\\{(\\w+)}").matcher(place.apiPath());
      while (matcher.find()) {
        named.add(matcher.group(1));
      }
      Set<String> described = new TreeSet<>();
      place.parameters().stream()
          .filter(p -> p.in().equals("path"))
          .forEach(p -> described.add(p.name()));
      assertThat(described).as(place.apiPath()).isEqualTo(named);
      assertThat(place.summary()).as(place.apiPath()).endsWith(".");
    }
  }
}
