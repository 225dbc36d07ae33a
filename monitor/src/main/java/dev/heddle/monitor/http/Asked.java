package dev.heddle.monitor.http;

import dev.heddle.store.Ids;
import dev.heddle.store.Inspection;
import dev.heddle.store.Store;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One request as a query sees it: the store, who asks, and the parameters, read with their meaning.
 * What can't be read is refused with a sentence that says why.
 *
 * @param inspection of the store, where what is past is remembered for a while
 * @param now the store's time, epoch milliseconds
 */
public record Asked(
    Store store,
    Inspection inspection,
    Visitor visitor,
    long now,
    List<Parameter> declared,
    Map<String, List<String>> values) {
  /** A longer text is not looked for. */
  private static final int LONGEST = 200;

  public Asked {
    declared = List.copyOf(declared);
    values = Map.copyOf(values);
  }

  /** All of them, without those that are blank. */
  public List<String> texts(String name) {
    if (declared.stream().noneMatch(p -> p.name().equals(name))) {
      throw new IllegalStateException("the parameter " + name + " is not declared");
    }
    return values.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
  }

  /** The parameter as it stands there, however long; empty if it is not there. */
  public String whole(String name) {
    List<String> texts = texts(name);
    return texts.isEmpty() ? "" : texts.get(0);
  }

  /**
   * The parameter without blanks around it; empty if it is not there.
   *
   * @throws Refused if it is too long to be looked for
   */
  public String text(String name) {
    String text = whole(name).strip();
    if (text.length() > LONGEST) {
      throw Refused.malformed(
          "The parameter " + name + " has more than " + LONGEST + " characters.");
    }
    return text;
  }

  /**
   * An id as people see it; 0 if it is not there.
   *
   * @throws Refused if it is the text of no id
   */
  public long id(String name) {
    String text = text(name);
    if (text.isEmpty()) {
      return 0;
    }
    return Ids.parse(text)
        .orElseThrow(
            () ->
                Refused.notFound(
                    "\"" + text + "\" is no id: those have ten digits of 0-9 and a-f."));
  }

  /**
   * A whole number.
   *
   * @throws Refused if it is none, or out of these bounds
   */
  public long number(String name, long fallback, long least, long most) {
    String text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw Refused.malformed(
        "The parameter " + name + " has to be a number from " + least + " to " + most + ".");
  }

  /** How many rows; 50 if not said. */
  public int limit() {
    return (int) number("limit", 50, 1, 500);
  }

  /** From where a list goes on: its rows come before this; the newest first if not said. */
  public long before() {
    return number("before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
  }

  /**
   * Constants by their names, whatever their case.
   *
   * @throws Refused if one is none
   */
  public <E extends Enum<E>> Set<E> choices(String name, Class<E> type) {
    Set<E> chosen = EnumSet.noneOf(type);
    for (String text : texts(name)) {
      chosen.add(
          Arrays.stream(type.getEnumConstants())
              .filter(e -> e.name().equals(text.strip().toUpperCase(Locale.ROOT)))
              .findAny()
              .orElseThrow(
                  () ->
                      Refused.malformed(
                          "The parameter "
                              + name
                              + " is one of "
                              + Arrays.stream(type.getEnumConstants())
                                  .map(e -> e.name().toLowerCase(Locale.ROOT))
                                  .collect(Collectors.joining(", "))
                              + ".")));
    }
    return chosen;
  }
}
