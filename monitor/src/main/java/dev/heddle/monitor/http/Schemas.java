package dev.heddle.monitor.http;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON schemas of views, from the records they are. */
final class Schemas {
  private final Map<String, Object> named = new TreeMap<>();

  /** Of every record that was met. */
  Map<String, Object> all() {
    return named;
  }

  /** Of a view: a reference to its schema. */
  Map<String, Object> of(Class<?> type) {
    return schema(type, List.of());
  }

  /** Of an error. */
  Map<String, Object> problem() {
    named.put(
        "Problem",
        fields(
            "type",
            "object",
            "required",
            List.of("title", "status", "detail"),
            "properties",
            fields(
                "title",
                fields("type", "string"),
                "status",
                fields("type", "integer"),
                "detail",
                fields("type", "string"))));
    return reference("Problem");
  }

  private Map<String, Object> schema(Class<?> type, List<AnnotatedType> arguments) {
    if (type == String.class) {
      return fields("type", "string");
    }
    if (type == long.class || type == int.class || type == Long.class || type == Integer.class) {
      return fields("type", "integer");
    }
    if (type == double.class || type == Double.class) {
      return fields("type", "number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return fields("type", "boolean");
    }
    if (type == Instant.class) {
      return fields("type", "string", "format", "date-time");
    }
    if (type.isEnum()) {
      return fields(
          "type",
          "string",
          "enum",
          Arrays.stream(type.getEnumConstants()).map(e -> ((Enum<?>) e).name()).toList());
    }
    if (type == List.class) {
      return fields("type", "array", "items", schema(arguments.get(0)));
    }
    if (type == Map.class) {
      return fields("type", "object", "additionalProperties", schema(arguments.get(1)));
    }
    if (type.isRecord()) {
      return record(type);
    }
    throw new IllegalArgumentException(type + " has no place in a view");
  }

  private Map<String, Object> schema(AnnotatedType annotated) {
    Type type = annotated.getType();
    List<AnnotatedType> arguments =
        annotated instanceof AnnotatedParameterizedType parameterized
            ? List.of(parameterized.getAnnotatedActualTypeArguments())
            : List.of();
    Type raw = type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type;
    Map<String, Object> schema = schema((Class<?>) raw, arguments);
    return annotated.isAnnotationPresent(Nullable.class)
        ? fields("anyOf", List.of(schema, fields("type", "null")))
        : schema;
  }

  private Map<String, Object> record(Class<?> type) {
    String name =
        type.getEnclosingClass() == null
            ? type.getSimpleName()
            : type.getEnclosingClass().getSimpleName() + type.getSimpleName();
    if (!named.containsKey(name)) {
      Map<String, Object> properties = new LinkedHashMap<>();
      Map<String, Object> schema = new LinkedHashMap<>();
      named.put(name, schema); // first, for a record that has itself within
      List<String> required = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        properties.put(component.getName(), schema(component.getAnnotatedType()));
        required.add(component.getName());
      }
      schema.put("type", "object");
      schema.put("required", required);
      schema.put("properties", properties);
    }
    return reference(name);
  }

  private static Map<String, Object> reference(String name) {
    return fields("$ref", "#/components/schemas/" + name);
  }

  /** Names and values in turn, in that order. */
  static Map<String, Object> fields(Object... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
