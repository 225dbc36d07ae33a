package dev.heddle.monitor.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The API's description (OpenAPI 3.1), made from the places themselves. */
final class OpenApi {
  private OpenApi() {}

  static Map<String, Object> of(List<Place<?>> places) {
    Schemas schemas = new Schemas();
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    for (Place<?> place : places) {
      paths
          .computeIfAbsent(place.apiPath(), p -> new LinkedHashMap<>())
          .put(place.method().toLowerCase(Locale.ROOT), operation(place, schemas));
    }
    Map<String, Object> api = new LinkedHashMap<>();
    api.put("openapi", "3.1.0");
    api.put(
        "info",
        Schemas.fields(
            "title",
            "Heddle monitor",
            "version",
            "1",
            "description",
            "What a store has: what runs, what ran, and why. Ids have ten hex digits; moments are"
                + " ISO 8601 in UTC; durations are milliseconds. Sign in with a bearer token where"
                + " the server asks for one. Errors are RFC 9457 problems."));
    api.put("servers", List.of(Schemas.fields("url", "..")));
    api.put("paths", paths);
    api.put(
        "components",
        Schemas.fields(
            "schemas",
            schemas.all(),
            "securitySchemes",
            Schemas.fields("token", Schemas.fields("type", "http", "scheme", "bearer"))));
    return api;
  }

  private static Map<String, Object> operation(Place<?> place, Schemas schemas) {
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", place.summary());
    operation.put("tags", List.of(place.section().label())); // as the navigation has the pages
    List<Object> parameters = new ArrayList<>();
    Map<String, Object> body = new LinkedHashMap<>();
    for (Parameter parameter : place.parameters()) {
      if (parameter.in().equals("body")) {
        Map<String, Object> schema = new LinkedHashMap<>(schema(parameter));
        schema.put("description", parameter.description());
        body.put(parameter.name(), schema);
      } else {
        parameters.add(described(parameter));
      }
    }
    operation.put("parameters", parameters);
    if (place.method().equals("POST")) {
      operation.put(
          "requestBody",
          Schemas.fields(
              "required",
              true,
              "content",
              Schemas.fields(
                  "application/json",
                  Schemas.fields("schema", Schemas.fields("type", "object", "properties", body)))));
    }
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put(
        "200",
        Schemas.fields(
            "description",
            "The answer.",
            "content",
            Schemas.fields(
                "application/json", Schemas.fields("schema", schemas.of(place.view())))));
    responses.put(
        "default",
        Schemas.fields(
            "description",
            "Why there is none.",
            "content",
            Schemas.fields(
                "application/problem+json", Schemas.fields("schema", schemas.problem()))));
    operation.put("responses", responses);
    operation.put("security", List.of(Schemas.fields(), Schemas.fields("token", List.of())));
    return operation;
  }

  private static Map<String, Object> described(Parameter parameter) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("name", parameter.name());
    described.put("in", parameter.in());
    described.put("required", parameter.in().equals("path"));
    described.put("description", parameter.description());
    described.put("schema", schema(parameter));
    return described;
  }

  private static Map<String, Object> schema(Parameter parameter) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("type", parameter.type());
    if (!parameter.values().isEmpty()) {
      one.put("enum", parameter.values());
    }
    return parameter.many() ? Schemas.fields("type", "array", "items", one) : one;
  }
}
