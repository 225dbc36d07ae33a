package dev.heddle.config;

import dev.heddle.Cache;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The settings there are, each with its name at every level and the kind of value it takes. */
enum Key {
  STORE("store", Kind.STORE),
  SLOTS("slots", Kind.COUNT),
  KEEP_GOING("keep-going", Kind.SWITCH),
  CACHE("cache", Kind.SWITCH),
  EMBEDDED_WORKER("embedded-worker", Kind.SWITCH),
  CODE_INCLUDE("code.include", Kind.NAMES),
  CODE_EXCLUDE("code.exclude", Kind.NAMES),
  DIRECT_METHODS("direct.methods", Kind.METHODS);

  /** What a value must be, said as a person would. */
  enum Kind {
    STORE("a store URL: memory:, sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE"),
    COUNT("a whole number, 1 or more"),
    SWITCH("true or false"),
    NAMES("a list of package or class names"),
    METHODS("a list of methods, as \"com.acme.Foo.bar\" or \"com.acme.Foo.bar(int,String)\""),
    NAME("a name"),
    NUMBER("a whole number"),
    NUMBER_FROM_0("a whole number, 0 or more"),
    DURATION("a duration in ISO 8601, as \"PT30S\""),
    REUSE("one of \"store\", \"execution\", \"none\"");

    final String description;

    Kind(String description) {
      this.description = description;
    }

    /** The value of this kind, or null if {@code given} is none. Text is read as typed. */
    @Nullable Object read(Object given) {
      String text = given.toString().strip();
      return switch (this) {
        case STORE -> given instanceof String && text.indexOf(':') > 1 ? text : null;
        case COUNT -> number(given, text, 1);
        case SWITCH ->
            given instanceof Boolean ? given : given instanceof String ? truth(text) : null;
        case NAMES, METHODS -> names(given, text);
        case NAME -> given instanceof String && !text.isEmpty() ? text : null;
        case NUMBER -> number(given, text, Integer.MIN_VALUE);
        case NUMBER_FROM_0 -> number(given, text, 0);
        case DURATION -> given instanceof String ? duration(text) : null;
        case REUSE -> given instanceof Cache ? given : given instanceof String ? reuse(text) : null;
      };
    }

    /** The value as it may be shown: without a password. */
    Object shown(Object value) {
      return this == STORE ? Passwords.hide(value.toString()) : value;
    }

    private static @Nullable Object number(Object given, String text, int least) {
      if (!(given instanceof Number || given instanceof String)) {
        return null;
      }
      try {
        int number = Integer.parseInt(text);
        return number >= least ? number : null;
      } catch (NumberFormatException e) {
        return null;
      }
    }

    private static @Nullable Object duration(String text) {
      try {
        Duration duration = Duration.parse(text);
        return duration.isNegative() ? null : duration;
      } catch (DateTimeParseException e) {
        return null;
      }
    }

    private static @Nullable Object truth(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "1" -> true;
        case "false", "no", "off", "0" -> false;
        default -> null;
      };
    }

    private static @Nullable Object reuse(String text) {
      return Arrays.stream(Cache.values())
          .filter(c -> c.name().equalsIgnoreCase(text))
          .findFirst()
          .orElse(null);
    }

    private static @Nullable Object names(Object given, String text) {
      List<String> names = new ArrayList<>();
      if (given instanceof String) {
        for (String name : text.split("[,\\s]+(?![^(]*\\))", -1)) {
          if (!name.isEmpty()) {
            names.add(name);
          }
        }
        return List.copyOf(names);
      }
      if (!(given instanceof List<?> list)) {
        return null;
      }
      for (Object entry : list) {
        if (!(entry instanceof String name)) {
          return null;
        }
        names.add(name);
      }
      return List.copyOf(names);
    }
  }

  final String text;
  final Kind kind;

  Key(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** {@code HEDDLE_KEEP_GOING} for {@code keep-going}. */
  String variable() {
    return "HEDDLE_" + text.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }

  /**
   * {@code heddle.keep-going}: how a launcher hands a flag to a main method in the same process.
   */
  String property() {
    return "heddle." + text;
  }

  static @Nullable Key named(String text) {
    return Arrays.stream(values()).filter(k -> k.text.equals(text)).findFirst().orElse(null);
  }
}
