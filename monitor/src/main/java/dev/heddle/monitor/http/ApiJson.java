package dev.heddle.monitor.http;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Views as JSON: components in their order, moments as ISO 8601 in UTC. */
final class ApiJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  private ApiJson() {}

  static void answer(Context ctx, Object view) {
    ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(view));
  }

  /** An error as RFC 9457 has it. */
  static void problem(Context ctx, Refused refused) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("title", refused.title());
    problem.put("status", refused.status());
    problem.put("detail", refused.reason());
    ctx.contentType("application/problem+json").result(MAPPER.writeValueAsBytes(problem));
  }

  /**
   * The members of a flat object: texts, numbers, truth values, or lists of them.
   *
   * @throws Refused if it is no such thing
   */
  static Map<String, List<String>> parameters(String text) {
    JsonNode object;
    try {
      object = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw Refused.malformed("The body is no JSON: " + e.getOriginalMessage());
    }
    if (!object.isObject()) {
      throw Refused.malformed("The body has to be a JSON object.");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              values.put(
                  member.getKey(),
                  value.isArray()
                      ? value.valueStream().map(JsonNode::asString).toList()
                      : List.of(value.asString()));
            });
    return values;
  }
}
