package dev.heddle.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds one JSON object, its members in the order in which they were put. */
final class JsonObject {
  private final StringBuilder text = new StringBuilder("{");

  JsonObject put(String name, @Nullable String value) {
    return putJson(name, value == null ? "null" : Json.quote(value));
  }

  JsonObject put(String name, long value) {
    return putJson(name, Long.toString(value));
  }

  JsonObject put(String name, boolean value) {
    return putJson(name, Boolean.toString(value));
  }

  JsonObject put(String name, List<String> values) {
    return putJson(
        name, values.stream().map(Json::quote).collect(Collectors.joining(",", "[", "]")));
  }

  JsonObject put(String name, JsonObject value) {
    return putJson(name, value.toString());
  }

  JsonObject putAll(String name, List<JsonObject> values) {
    return putJson(
        name, values.stream().map(JsonObject::toString).collect(Collectors.joining(",", "[", "]")));
  }

  /** The value is JSON already; null stands for {@code null}. */
  JsonObject putJson(String name, @Nullable String json) {
    text.append(text.length() > 1 ? "," : "").append(Json.quote(name)).append(':').append(json);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
