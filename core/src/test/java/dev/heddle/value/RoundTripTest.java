package dev.heddle.value;

import static dev.heddle.value.Values.codec;
import static dev.heddle.value.Values.json;
import static dev.heddle.value.Values.roundTrip;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.value.Values.TypeOf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every type comes back as it went, as the class its declaration promises, in a readable form. */
@SuppressWarnings("NullOptional") // null in place of an optional is a case
class RoundTripTest {
  enum Level {
    LOW,
    HIGH {
      @Override
      public String toString() {
        return "high";
      }
    }
  }

  record Point(int x, int y) {}

  record Pair<A, B>(A left, B right) {}

  record Chain(String name, Chain next) {}

  record Tree(String name, List<Tree> children) {}

  record Empty() {}

  record Maybe(Optional<String> text, Optional<List<Integer>> list) {}

  sealed interface Figure permits Circle, Box, Nothing, Group {}

  record Circle(double radius) implements Figure {}

  record Box(Point from, Point to) implements Figure {}

  record Group(List<Figure> members) implements Figure {}

  enum Nothing implements Figure {
    NOTHING
  }

  sealed interface Result<T> {}

  record Ok<T>(T value) implements Result<T> {}

  record Problem<T>(String reason) implements Result<T> {}

  static Stream<Arguments> values() {
    Map<Level, Integer> byLevel = new EnumMap<>(Map.of(Level.HIGH, 1, Level.LOW, 2));
    Map<String, Integer> nullKey = new HashMap<>();
    nullKey.put(null, 1);
    nullKey.put("a", null);
    LinkedHashMap<String, Integer> ordered = new LinkedHashMap<>();
    ordered.put("z", 1);
    ordered.put("a", 2);
    return Stream.of(
        row(int.class, 3, "3"),
        row(Integer.class, null, "null"),
        row(long.class, Long.MIN_VALUE, "-9223372036854775808"),
        row(long.class, Long.MAX_VALUE, "9223372036854775807"),
        row(short.class, (short) -5, "-5"),
        row(byte.class, (byte) 127, "127"),
        row(boolean.class, true, "true"),
        row(Boolean.class, false, "false"),
        row(char.class, 'ä', "\"ä\""),
        row(char.class, '\uD800', "\"\\ud800\""),
        row(double.class, 1.5, "1.5"),
        row(double.class, -0.0, "-0.0"),
        row(double.class, Double.NaN, "\"NaN\""),
        row(double.class, Double.NEGATIVE_INFINITY, "\"-Infinity\""),
        row(double.class, 1e300, "1.0E300"),
        row(float.class, Float.POSITIVE_INFINITY, "\"Infinity\""),
        row(String.class, "plain", "\"plain\""),
        row(String.class, "", "\"\""),
        row(String.class, "\"\\\n\t\u0001\u007f", "\"\\\"\\\\\\n\\t\\u0001\\u007f\""),
        row(String.class, "Grüße, 世界 \uD83D\uDE00", "\"Grüße, 世界 \uD83D\uDE00\""),
        row(String.class, "a\uDC00b\uD800", "\"a\\udc00b\\ud800\""),
        row(BigInteger.class, BigInteger.TEN.pow(30), "1000000000000000000000000000000"),
        row(BigDecimal.class, new BigDecimal("1.00"), "1.00"),
        row(BigDecimal.class, new BigDecimal("1E+3"), "1E+3"),
        row(byte[].class, new byte[] {1, 2, -1}, "\"AQL/\""),
        row(int[].class, new int[] {1, -2}, "[1,-2]"),
        row(long[].class, new long[] {Long.MAX_VALUE}, "[9223372036854775807]"),
        row(double[].class, new double[] {0.5, Double.NaN}, "[0.5,\"NaN\"]"),
        row(float[].class, new float[] {0.5f}, "[0.5]"),
        row(short[].class, new short[] {-1}, "[-1]"),
        row(boolean[].class, new boolean[] {true, false}, "[true,false]"),
        row(char[].class, new char[] {'a', 'b'}, "\"ab\""),
        row(String[].class, new String[] {"a", null}, "[\"a\",null]"),
        row(int[][].class, new int[][] {{1}, {}}, "[[1],[]]"),
        row(Level.class, Level.HIGH, "\"HIGH\""),
        row(DayOfWeek.class, DayOfWeek.MONDAY, "\"MONDAY\""),
        row(LocalDate.class, LocalDate.of(2025, 1, 31), "\"2025-01-31\""),
        row(
            Instant.class,
            Instant.ofEpochSecond(0, 123_456_789),
            "\"1970-01-01T00:00:00.123456789Z\""),
        row(Duration.class, Duration.ofMillis(1500), "\"PT1.5S\""),
        row(Year.class, Year.of(12), "\"12\""),
        row(YearMonth.class, YearMonth.of(12345, 6), "\"+12345-06\""),
        row(
            ZonedDateTime.class,
            ZonedDateTime.of(2025, 10, 26, 2, 30, 0, 0, ZoneId.of("Europe/Paris"))
                .withLaterOffsetAtOverlap(),
            "\"2025-10-26T02:30+01:00[Europe/Paris]\""),
        row(ZoneId.class, ZoneId.of("Europe/Paris"), "\"Europe/Paris\""),
        row(UUID.class, new UUID(1, 2), "\"00000000-0000-0001-0000-000000000002\""),
        row(URI.class, URI.create("http://a/b?c"), "\"http://a/b?c\""),
        row(Locale.class, Locale.UK, "\"en-GB\""),
        row(Path.class, Path.of("a", "b"), "\"a/b\""),
        row(void.class, null, "null"),
        row(Point.class, new Point(1, 2), "{\"x\":1,\"y\":2}"),
        row(Empty.class, new Empty(), "{}"),
        row(
            new TypeOf<Pair<String, List<Long>>>() {}.type(),
            new Pair<>("a", List.of(1L)),
            "{\"left\":\"a\",\"right\":[1]}"),
        row(
            Chain.class,
            new Chain("a", new Chain("b", null)),
            "{\"name\":\"a\",\"next\":{\"name\":\"b\",\"next\":null}}"),
        row(
            Tree.class,
            new Tree("a", List.of(new Tree("b", List.of()))),
            "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"children\":[]}]}"),
        row(
            Maybe.class,
            new Maybe(Optional.empty(), Optional.of(List.of(1))),
            "{\"text\":null,\"list\":[[1]]}"),
        row(
            Maybe.class,
            new Maybe(Optional.of("a"), Optional.empty()),
            "{\"text\":\"a\",\"list\":[]}"),
        row(Maybe.class, new Maybe(null, null), "{\"text\":[],\"list\":null}"),
        row(Figure.class, new Circle(1), "{\"Circle\":{\"radius\":1.0}}"),
        row(
            Figure.class,
            new Group(List.of(Nothing.NOTHING, new Box(new Point(0, 0), new Point(1, 1)))),
            "{\"Group\":{\"members\":[{\"Nothing\":\"NOTHING\"},"
                + "{\"Box\":{\"from\":{\"x\":0,\"y\":0},\"to\":{\"x\":1,\"y\":1}}}]}}"),
        row(new TypeOf<Result<Integer>>() {}.type(), new Ok<>(3), "{\"Ok\":{\"value\":3}}"),
        row(
            new TypeOf<Result<Integer>>() {}.type(),
            new Problem<Integer>("no"),
            "{\"Problem\":{\"reason\":\"no\"}}"),
        row(new TypeOf<List<? extends Figure>>() {}.type(), List.of(new Circle(2)), null),
        row(new TypeOf<List<Integer>>() {}.type(), Arrays.asList(1, null), "[1,null]"),
        row(new TypeOf<Collection<String>>() {}.type(), List.of("a"), "[\"a\"]"),
        row(new TypeOf<List<String>[]>() {}.type(), new List<?>[] {List.of("a")}, "[[\"a\"]]"),
        row(new TypeOf<Set<String>>() {}.type(), Set.of("b", "a"), "[\"a\",\"b\"]"),
        row(new TypeOf<Set<Integer>>() {}.type(), Set.of(10, 9, -1), "[-1,9,10]"),
        row(new TypeOf<Set<Set<Integer>>>() {}.type(), Set.of(Set.of(1), Set.of(2)), null),
        row(
            new TypeOf<SortedSet<String>>() {}.type(),
            new TreeSet<>(Set.of("b", "a")),
            "[\"a\",\"b\"]"),
        row(
            new TypeOf<LinkedHashSet<String>>() {}.type(),
            new LinkedHashSet<>(List.of("b", "a")),
            "[\"b\",\"a\"]"),
        row(new TypeOf<EnumSet<Level>>() {}.type(), EnumSet.of(Level.HIGH), "[\"HIGH\"]"),
        row(
            new TypeOf<Map<String, Integer>>() {}.type(),
            Map.of("b", 1, "a", 2),
            "{\"a\":2,\"b\":1}"),
        row(new TypeOf<Map<String, Integer>>() {}.type(), nullKey, "[[null,1],[\"a\",null]]"),
        row(
            new TypeOf<Map<Integer, String>>() {}.type(),
            Map.of(2, "b", 1, "a"),
            "[[1,\"a\"],[2,\"b\"]]"),
        row(
            new TypeOf<Map<Point, String>>() {}.type(),
            Map.of(new Point(1, 2), "a", new Point(2, 1), "b"),
            null),
        row(new TypeOf<Map<Level, Integer>>() {}.type(), byLevel, "{\"HIGH\":1,\"LOW\":2}"),
        row(new TypeOf<EnumMap<Level, Integer>>() {}.type(), byLevel, "{\"HIGH\":1,\"LOW\":2}"),
        row(new TypeOf<LinkedHashMap<String, Integer>>() {}.type(), ordered, "{\"z\":1,\"a\":2}"),
        row(
            new TypeOf<SortedMap<String, Integer>>() {}.type(),
            new TreeMap<>(Map.of("b", 1)),
            "{\"b\":1}"),
        row(OptionalInt.class, OptionalInt.of(3), "3"),
        row(OptionalLong.class, OptionalLong.empty(), "null"),
        row(OptionalDouble.class, OptionalDouble.of(Double.NaN), "\"NaN\""),
        row(
            new TypeOf<Optional<Optional<String>>>() {}.type(),
            Optional.of(Optional.empty()),
            "[null]"),
        row(new TypeOf<Optional<Map<Integer, String>>>() {}.type(), Optional.of(Map.of()), "[[]]"));
  }

  private static Arguments row(Object type, Object value, String json) {
    return Arguments.of(type, value, json);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("values")
  void comesBackAsItWent(java.lang.reflect.Type type, Object value, String json) {
    Codec codec = codec(type);

    Object back = roundTrip(codec, value);

    assertThat(back)
        .usingRecursiveComparison()
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(value);
    assertThat(codec.encode(back)).usingRecursiveComparison().isEqualTo(codec.encode(value));
    if (json != null) {
      assertThat(json(codec, value)).isEqualTo(json);
    }
    if (value instanceof Map || value instanceof Set || value instanceof List) {
      assertThat(back).isEqualTo(value);
    }
  }

  @Test
  void interfacesComeAsTheirCanonicalCollection() {
    assertThat(roundTrip(codec(new TypeOf<Iterable<Integer>>() {}), List.of(1)))
        .isExactlyInstanceOf(ArrayList.class);
    assertThat(roundTrip(codec(new TypeOf<Set<Integer>>() {}), new TreeSet<>(Set.of(1))))
        .isExactlyInstanceOf(LinkedHashSet.class);
    assertThat(roundTrip(codec(new TypeOf<Map<Integer, Integer>>() {}), new TreeMap<>()))
        .isExactlyInstanceOf(LinkedHashMap.class);
    assertThat(roundTrip(codec(new TypeOf<SortedMap<Integer, Integer>>() {}), new TreeMap<>()))
        .isExactlyInstanceOf(TreeMap.class);
    assertThat(
            roundTrip(codec(new TypeOf<EnumMap<Level, Integer>>() {}), new EnumMap<>(Level.class)))
        .isExactlyInstanceOf(EnumMap.class);
  }

  @Test
  void equalTypesHaveOneCodec() {
    Codecs codecs = Values.codecs();

    Codec first = codecs.of(new TypeOf<List<String>>() {}.type(), "here");
    Codec second = codecs.of(new TypeOf<List<? extends String>>() {}.type(), "there");

    assertThat(first).isSameAs(second);
    assertThat(first.signature()).isEqualTo("java.util.List<java.lang.String>");
    assertThat(codecs.of(first.type(), "again")).isSameAs(first);
  }

  @Test
  void immutableAreOnlyTypesWithoutMutableParts() {
    assertThat(codec(String.class).immutable()).isTrue();
    assertThat(codec(Point.class).immutable()).isTrue();
    assertThat(codec(Chain.class).immutable()).isTrue();
    assertThat(codec(new TypeOf<Optional<Point>>() {}).immutable()).isTrue();
    assertThat(codec(Tree.class).immutable()).isFalse();
    assertThat(codec(byte[].class).immutable()).isFalse();
    assertThat(codec(Figure.class).immutable()).isFalse();
  }
}
