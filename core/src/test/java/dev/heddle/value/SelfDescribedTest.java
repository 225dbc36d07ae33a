package dev.heddle.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.FileRef;
import dev.heddle.TaskRef;
import dev.heddle.expr.Callee;
import java.io.File;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captured values tell their own type, among a closed set. */
@SuppressWarnings("UnnecessaryStringBuilder") // a class that is no value by itself
class SelfDescribedTest {
  enum Level {
    LOW {
      @Override
      public String toString() {
        return "low";
      }
    }
  }

  record Point(int x, List<String> names) {}

  record Generic<T>(T value) {}

  private record Doubling(String name) implements Callee {
    @Override
    public List<Type> parameterTypes() {
      return List.of(long.class, String.class);
    }
  }

  private static FileDigests files() {
    return new FileDigests(Path.of(""), DigestMemory.inMemory(), Clock.systemUTC());
  }

  static Stream<Object> captured() {
    return Stream.of(
        1,
        1L,
        'c',
        1.5,
        true,
        "text",
        Level.LOW,
        new Point(1, List.of("a")),
        LocalDate.of(2025, 1, 31),
        ZoneOffset.UTC,
        Path.of("a"),
        List.of(1, 2),
        Arrays.asList(1, null, "mixed"),
        Set.of("a", "b"),
        Map.of("a", List.of(1L)),
        Optional.of(3),
        Optional.empty());
  }

  @ParameterizedTest
  @MethodSource("captured")
  void comesBackAsItself(Object value) {
    Codecs codecs = Values.codecs();
    Codec codec = codecs.ofValue(value);

    assertThat(codecs.isSelfDescribed(value.getClass())).isTrue();
    assertThat(codecs.selfDescribed().decode(codec.encode(value).bytes())).isEqualTo(value);
    assertThat(codec.decode(codec.encode(null).bytes())).isNull();
  }

  @Test
  void otherClassesAreRefusedWithTheRemedy() {
    Codecs codecs = Values.codecs();

    assertThat(codecs.isSelfDescribed(StringBuilder.class)).isFalse();
    assertThat(codecs.isSelfDescribed(Generic.class)).isFalse();
    for (Object value : List.of(new StringBuilder(), new Generic<>(1), new File("a"))) {
      assertThatThrownBy(() -> codecs.ofValue(List.of(value)))
          .isInstanceOf(UnserializableValueException.class)
          .hasMessageContaining(value.getClass().getName())
          .hasMessageContaining("pass it as a task argument");
    }
  }

  @Test
  void aClassNamedByDataIsTakenOnlyIfItIsKnown() {
    byte[] bytes =
        Values.codecs().ofValue(new Point(1, List.of())).encode(new Point(1, List.of())).bytes();

    assertThatThrownBy(() -> Values.codecs().selfDescribed().decode(bytes))
        .hasMessageContaining("not known");
    Codecs lenient = new Codecs(List.of(), files(), name -> Optional.of(Point.class));
    assertThat(lenient.selfDescribed().decode(bytes)).isEqualTo(new Point(1, List.of()));
    Codecs careless = new Codecs(List.of(), files(), name -> Optional.of(StringBuilder.class));
    assertThatThrownBy(() -> careless.selfDescribed().decode(bytes))
        .hasMessageContaining("not known");
  }

  @Test
  void aTaskRefIsItsNameAndItsBoundArguments() {
    Callee task = new Doubling("a.B.c");
    Codecs codecs =
        new Codecs(
            List.of(),
            files(),
            name -> Optional.empty(),
            name -> name.equals("a.B.c") ? Optional.of(task) : Optional.empty());
    TaskRef<String, Long> ref = new TaskRef<>(task, List.of(5L));
    Codec codec = codecs.of(new Values.TypeOf<TaskRef<String, Long>>() {}.type(), "x");

    assertThat(Values.json(codec, ref)).isEqualTo("{\"task\":\"a.B.c\",\"bound\":[5]}");
    assertThat(Values.roundTrip(codec, ref)).isEqualTo(ref);
    assertThat(Values.roundTrip(codecs.ofValue(ref), ref)).isEqualTo(ref);
    assertThat(codec.encode(new TaskRef<>(task, List.of(6L))).hash())
        .isNotEqualTo(codec.encode(ref).hash());
    assertThatThrownBy(() -> codec.decode(Values.utf8("{\"task\":\"gone\",\"bound\":[]}")))
        .hasMessageContaining("gone");
  }

  @Test
  void filesInsideAreFound() {
    Codec codec = Values.codecs().selfDescribed();
    FileRef file = FileRef.of("a.txt");
    List<Object> found = new java.util.ArrayList<>();

    codec.files(List.of(Map.of("k", Optional.of(file))), found::add);

    assertThat(found).containsExactly(file);
  }

  @Test
  void aCapturedValueThatContainsItselfIsRefused() {
    List<Object> self = new java.util.ArrayList<>();
    self.add(self);

    assertThatThrownBy(() -> Values.codecs().ofValue(self)).hasMessageContaining("contains itself");
  }
}
