package dev.heddle.value;

import static dev.heddle.value.Values.codec;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.value.Values.TypeOf;
import java.io.File;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A type that is not closed is refused when it is declared, with its place and the remedy. */
class RefusedTypesTest {
  static class Bean {
    int field;
  }

  interface Open {}

  sealed interface Half permits Known, Unknown {}

  record Known(int x) implements Half {}

  static final class Unknown implements Half {}

  record Generic<T>(T value) {}

  record Deep(Map<String, List<Object>> parts) {}

  record NoOrder(int x) {}

  @Retention(RetentionPolicy.RUNTIME)
  @interface JsonIgnore {}

  record Hiding(int shown, @JsonIgnore int hidden) {}

  static class Twins {
    sealed interface Twin permits A.Same, B.Same {}

    static class A {
      record Same(int x) implements Twin {}
    }

    static class B {
      record Same(int x) implements Twin {}
    }
  }

  static <T> void variable(List<T> list) {}

  static Stream<Arguments> refused() throws NoSuchMethodException {
    Type variable =
        RefusedTypesTest.class.getDeclaredMethod("variable", List.class)
            .getGenericParameterTypes()[0];
    return Stream.of(
        row(Object.class, "java.lang.Object", "Declare the class that is meant"),
        row(Number.class, "java.lang.Number", "Declare the class that is meant"),
        row(List.class, "java.util.List", "Declare its type arguments: List<…>"),
        row(HashMap.class, "java.util.HashMap", "HashMap<…, …>"),
        row(Generic.class, "Generic", "Declare its type arguments"),
        row(variable, "at its element, is of type T", "Declare the task with the type itself"),
        row(new TypeOf<List<?>>() {}.type(), "java.lang.Object", "Declare the class"),
        row(new TypeOf<List<? super String>>() {}.type(), "java.lang.Object", "Declare the class"),
        row(Deep.class, "at .parts, at its value, at its element", "Declare the class that is"),
        row(Open.class, "Open", "Make it a sealed interface of records, or add a ValueCodec"),
        row(Half.class, "at its permitted Unknown", "Make it a record, or add a ValueCodec"),
        row(Bean.class, "Bean", "Make it a record, or add a ValueCodec"),
        row(Bean[].class, "at its element", "Make it a record, or add a ValueCodec"),
        row(Hiding.class, "at .hidden", "@JsonIgnore hides it"),
        row(Twins.Twin.class, "Twin", "two of its permitted classes have the simple name Same"),
        row(File.class, "java.io.File", "Declare FileRef"),
        row(Date.class, "java.util.Date", "java.time.Instant"),
        row(URL.class, "java.net.URL", "java.net.URI"),
        row(new TypeOf<ArrayDeque<String>>() {}.type(), "ArrayDeque", "Declare List"),
        row(new TypeOf<SortedSet<NoOrder>>() {}.type(), "no natural order", "Comparable"),
        row(new TypeOf<Stream<String>>() {}.type(), "java.util.stream.Stream", "sealed"));
  }

  private static Arguments row(Type type, String names, String remedy) {
    return Arguments.of(type, names, remedy);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWithPlaceAndRemedy(Type type, String names, String remedy) {
    assertThatThrownBy(() -> codec(type))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageStartingWith("Parameter 'x' of task a.B.c")
        .hasMessageContaining(names)
        .hasMessageContaining(remedy);
  }

  @Test
  void aRefusedTypeLeavesTheOthersUsable() {
    Codecs codecs = Values.codecs();

    assertThatThrownBy(() -> codecs.of(Half.class, "x")).isNotNull();
    codecs.of(Known.class, "x").encode(new Known(1));
    assertThatThrownBy(() -> codecs.of(Half.class, "x")).isNotNull();
  }
}
