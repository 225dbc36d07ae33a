package dev.heddle.monitor.http;

import java.util.List;

/**
 * Something that a place may be asked with. A place reads no other, so the API's description can't
 * fall behind.
 *
 * @param in where it stands: {@code path}, {@code query}, or {@code body} of a POST
 * @param type of JSON schema: {@code string}, {@code integer} or {@code boolean}
 * @param values those there are; empty for any
 * @param many whether it may stand there several times
 */
public record Parameter(
    String name, String in, String type, List<String> values, boolean many, String description) {
  public Parameter {
    values = List.copyOf(values);
  }

  public static Parameter path(String name, String description) {
    return new Parameter(name, "path", "string", List.of(), false, description);
  }

  public static Parameter query(String name, String description) {
    return new Parameter(name, "query", "string", List.of(), false, description);
  }

  public static Parameter number(String name, String description) {
    return new Parameter(name, "query", "integer", List.of(), false, description);
  }

  public static Parameter body(String name, String description) {
    return new Parameter(name, "body", "string", List.of(), false, description);
  }

  /** The same with these values only. */
  public Parameter of(List<String> some) {
    return new Parameter(name, in, type, some, many, description);
  }

  /** The same, as often as one likes. */
  public Parameter repeated() {
    return new Parameter(name, in, type, values, true, description);
  }
}
