package dev.heddle.value;

import static dev.heddle.value.Values.codec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.DirRef;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import dev.heddle.value.Values.TypeOf;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one types for a parameter. */
class ParseTest {
  enum Level {
    LOW,
    VERY_HIGH
  }

  record Point(int x, Optional<String> label, LocalDate day) {}

  sealed interface Figure permits Circle, Named {}

  record Circle(double radius) implements Figure {}

  enum Named implements Figure {
    UNIT
  }

  static Stream<Arguments> typed() {
    return Stream.of(
        row(int.class, "3", 3),
        row(int.class, " -3 ", -3),
        row(long.class, "3000000000", 3_000_000_000L),
        row(boolean.class, "TRUE", true),
        row(double.class, "1.5", 1.5),
        row(double.class, "3", 3.0),
        row(char.class, "x", 'x'),
        row(String.class, " as is ", " as is "),
        row(String.class, "null", "null"),
        row(BigDecimal.class, "1.00", new BigDecimal("1.00")),
        row(Level.class, "low", Level.LOW),
        row(Level.class, "very-high", Level.VERY_HIGH),
        row(LocalDate.class, "2025-01-31", LocalDate.of(2025, 1, 31)),
        row(Duration.class, "PT5S", Duration.ofSeconds(5)),
        row(Path.class, "a/b", Path.of("a/b")),
        row(FileRef.class, "a/b.csv", FileRef.of("a/b.csv")),
        row(DirRef.class, "data", DirRef.of("data")),
        row(FileSet.class, "data/*.csv", FileSet.of("data/*.csv")),
        row(new TypeOf<Optional<Integer>>() {}.type(), "", Optional.empty()),
        row(new TypeOf<Optional<Integer>>() {}.type(), "3", Optional.of(3)),
        row(new TypeOf<List<Integer>>() {}.type(), "[1, 2]", List.of(1, 2)),
        row(new TypeOf<List<Integer>>() {}.type(), "7", List.of(7)),
        row(new TypeOf<List<Integer>>() {}.type(), "", List.of()),
        row(new TypeOf<List<String>>() {}.type(), "Q1", List.of("Q1")),
        row(new TypeOf<List<Level>>() {}.type(), "[\"low\"]", List.of(Level.LOW)),
        row(new TypeOf<List<Integer>>() {}.type(), "[\"1\"]", List.of(1)),
        row(new TypeOf<Set<String>>() {}.type(), "[\"b\",\"a\"]", Set.of("a", "b")),
        row(new TypeOf<Map<String, Integer>>() {}.type(), "{\"a\":1}", Map.of("a", 1)),
        row(new TypeOf<Map<String, Integer>>() {}.type(), "a=1", Map.of("a", 1)),
        row(new TypeOf<Map<Integer, String>>() {}.type(), "{\"1\":\"a\"}", Map.of(1, "a")),
        row(
            Point.class,
            "{\"day\":\"2025-01-31\",\"x\":1}",
            new Point(1, Optional.empty(), LocalDate.of(2025, 1, 31))),
        row(
            Point.class,
            "{\"x\":1,\"label\":\"a\",\"day\":\"2025-01-31\"}",
            new Point(1, Optional.of("a"), LocalDate.of(2025, 1, 31))),
        row(Figure.class, "{\"Circle\":{\"radius\":2}}", new Circle(2)),
        row(Figure.class, "unit", Named.UNIT),
        row(int[].class, "[1,2]", new int[] {1, 2}),
        row(int[].class, "5", new int[] {5}),
        row(double[].class, "0.5", new double[] {0.5}),
        row(String[].class, "[\"a\"]", new String[] {"a"}));
  }

  private static Arguments row(Type type, String text, Object value) {
    return Arguments.of(type, text, value);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("typed")
  void isReadAsTheDeclaredType(Type type, String text, Object value) {
    assertThat(codec(type).parse(text)).isEqualTo(value);
  }

  static Stream<Arguments> mistyped() {
    return Stream.of(
        row(int.class, "abc", "\"abc\" is no int"),
        row(int.class, "3000000000", "32 bits"),
        row(int.class, "", "\"\" is no int"),
        row(boolean.class, "yes", "true or false"),
        row(char.class, "ab", "one character"),
        row(Level.class, "mid", "one of LOW, VERY_HIGH"),
        row(LocalDate.class, "31.1.2025", "ISO text like 2025-01-31"),
        row(Duration.class, "5 seconds", "PT1H30M"),
        row(Point.class, "{\"x\":1}", ".day is missing"),
        row(Point.class, "{\"y\":1}", "no component y, but x, label, day"),
        row(Point.class, "{\"x\":1,", "is no Point"),
        row(new TypeOf<List<Integer>>() {}.type(), "[1,\"b\"]", "its part [1] should be"),
        row(new TypeOf<List<Integer>>() {}.type(), "[1", "is no List<Integer>"),
        row(new TypeOf<Map<String, Integer>>() {}.type(), "a", "key=value"),
        row(Figure.class, "{\"Square\":{}}", "one of Circle, Named"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("mistyped")
  void isRefusedNamingTypeAndText(Type type, String text, String message) {
    assertThatThrownBy(() -> codec(type).parse(text))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFlagGivenSeveralTimesIsAList() {
    assertThat(codec(new TypeOf<List<Integer>>() {}).parseAll(List.of("1", "2")))
        .isEqualTo(List.of(1, 2));
    assertThat(codec(new TypeOf<List<Integer>>() {}).parseAll(List.of("[1,2]")))
        .isEqualTo(List.of(1, 2));
    assertThat(codec(new TypeOf<Set<String>>() {}).parseAll(List.of("b", "a")))
        .isEqualTo(Set.of("a", "b"));
    assertThat(codec(int[].class).parseAll(List.of("1", "2"))).isEqualTo(new int[] {1, 2});
    assertThat(codec(new TypeOf<Map<String, Integer>>() {}).parseAll(List.of("a=1", "b=2")))
        .isEqualTo(Map.of("a", 1, "b", 2));
    assertThatThrownBy(() -> codec(int.class).parseAll(List.of("1", "2")))
        .hasMessageContaining("One int is wanted, and 2 are given");
  }

  @Test
  void typesHaveNamesForPeople() {
    assertThat(codec(int.class).typeName()).isEqualTo("int");
    assertThat(codec(Level.class).typeName()).isEqualTo("LOW|VERY_HIGH");
    assertThat(codec(new TypeOf<List<Level>>() {}).typeName()).isEqualTo("List<LOW|VERY_HIGH>");
    assertThat(codec(Path.class).typeName()).isEqualTo("Path (a name only)");
    assertThat(codec(FileRef.class).typeName()).isEqualTo("file");
    assertThat(codec(new TypeOf<Optional<Integer>>() {}).typeName()).isEqualTo("Integer or empty");
  }
}
