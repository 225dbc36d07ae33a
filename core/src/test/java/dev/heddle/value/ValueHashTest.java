package dev.heddle.value;

import static dev.heddle.value.Values.codec;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.ValueCodec;
import dev.heddle.value.Values.TypeOf;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What makes two values one argument, frozen: a change here makes every recorded result stale. */
@SuppressWarnings("UnnecessaryStringBuilder") // a class that is no value by itself
class ValueHashTest {
  enum Level {
    LOW
  }

  record Point(int x, int y) {}

  record Holder<T>(T value) {}

  sealed interface Figure permits Circle {}

  record Circle(double radius) implements Figure {}

  private static final class MoneyCodec implements ValueCodec<StringBuilder> {
    private final int version;

    MoneyCodec(int version) {
      this.version = version;
    }

    @Override
    public Class<StringBuilder> type() {
      return StringBuilder.class;
    }

    @Override
    public String id() {
      return "money";
    }

    @Override
    public int version() {
      return version;
    }

    @Override
    public String write(StringBuilder value) {
      return value.toString();
    }

    @Override
    public StringBuilder read(String text) {
      return new StringBuilder(text);
    }
  }

  private final Map<String, String> vectors = new LinkedHashMap<>();

  private void put(String name, Type type, Object value) {
    vectors.put(name, codec(type).encode(value).hash().toString());
  }

  private void putScalars() {
    put("int 0", int.class, 0);
    put("int 1", int.class, 1);
    put("Integer null", Integer.class, null);
    put("long 1", long.class, 1L);
    put("long min", long.class, Long.MIN_VALUE);
    put("short 1", short.class, (short) 1);
    put("byte -1", byte.class, (byte) -1);
    put("boolean true", boolean.class, true);
    put("char a", char.class, 'a');
    put("double 0.0", double.class, 0.0);
    put("double -0.0", double.class, -0.0);
    put("double NaN", double.class, Double.NaN);
    put("double infinity", double.class, Double.POSITIVE_INFINITY);
    put("float 1.5", float.class, 1.5f);
    put("String empty", String.class, "");
    put("String ascii", String.class, "Q1-2025");
    put("String wide", String.class, "Grüße, 世界");
    put("String emoji", String.class, "\uD83D\uDE00");
    put("String high surrogate", String.class, "\uD83D");
    put("String low surrogate", String.class, "\uDE00");
    put("BigInteger 1", BigInteger.class, BigInteger.ONE);
    put("BigDecimal 1.0", BigDecimal.class, new BigDecimal("1.0"));
    put("BigDecimal 1.00", BigDecimal.class, new BigDecimal("1.00"));
    put("byte[] 1 2 3", byte[].class, new byte[] {1, 2, 3});
    put("byte[] empty", byte[].class, new byte[0]);
    put("int[] 1 2", int[].class, new int[] {1, 2});
    put("char[] ab", char[].class, new char[] {'a', 'b'});
    put("enum", Level.class, Level.LOW);
    put("LocalDate", LocalDate.class, LocalDate.of(2025, 1, 31));
    put("Instant nanos", Instant.class, Instant.ofEpochSecond(1, 1));
    put("Duration", Duration.class, Duration.ofSeconds(90));
  }

  private void putComposed() {
    Type ints = new TypeOf<List<Integer>>() {}.type();
    Type optional = new TypeOf<Optional<String>>() {}.type();
    Type nested = new TypeOf<Set<Set<Integer>>>() {}.type();
    Type byName = new TypeOf<Map<String, Integer>>() {}.type();
    put("record", Point.class, new Point(1, 2));
    put("record generic", new TypeOf<Holder<String>>() {}.type(), new Holder<>("a"));
    put("sealed", Figure.class, new Circle(1.5));
    put("sealed member alone", Circle.class, new Circle(1.5));
    put("list", ints, List.of(1, 2));
    put("list empty", ints, List.of());
    put("list of null", ints, Collections.singletonList(null));
    put("set of texts", new TypeOf<Set<String>>() {}.type(), Set.of("b", "a"));
    put("set nested", nested, Set.of(Set.of(1, 2), Set.of(3), Set.of()));
    put(
        "set of records",
        new TypeOf<Set<Point>>() {}.type(),
        Set.of(new Point(1, 2), new Point(2, 1)));
    put(
        "ordered set",
        new TypeOf<LinkedHashSet<String>>() {}.type(),
        new LinkedHashSet<>(List.of("b", "a")));
    put("map", byName, Map.of("b", 2, "a", 1));
    put("map null key", byName, Collections.singletonMap(null, null));
    put("map of ints", new TypeOf<Map<Integer, String>>() {}.type(), Map.of(2, "b", 1, "a"));
    put("map of records", new TypeOf<Map<Point, String>>() {}.type(), Map.of(new Point(1, 2), "a"));
    put("optional empty", optional, Optional.empty());
    put("optional present", optional, Optional.of("a"));
    put("optional null", optional, null);
    vectors.put("self-described", hex(Values.codecs().ofValue(List.of(1, "a")), List.of(1, "a")));
    vectors.put(
        "custom",
        hex(Values.codecs(new MoneyCodec(1)).of(StringBuilder.class, "x"), new StringBuilder("a")));
  }

  private static String hex(Codec codec, Object value) {
    return codec.encode(value).hash().toString();
  }

  @Test
  void hashesAreThoseThatWereFrozen() throws IOException {
    putScalars();
    putComposed();

    assertThat(vectors)
        .as("append new vectors to value-hashes.txt; never change one")
        .isEqualTo(frozen());
  }

  private static Map<String, String> frozen() throws IOException {
    Map<String, String> frozen = new LinkedHashMap<>();
    try (InputStream in = ValueHashTest.class.getResourceAsStream("/value-hashes.txt")) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          frozen.put(line.substring(41), line.substring(0, 40));
        }
      }
    }
    return frozen;
  }

  @Test
  void noTwoOfTheFrozenAreEqualButTheOnesThatMayBe() {
    putScalars();
    putComposed();
    // null is null whatever the declared type
    vectors.remove("optional null");

    assertThat(vectors.values()).doesNotHaveDuplicates();
  }

  @Test
  void boxesHashAsTheirPrimitives() {
    assertThat(hex(codec(Integer.class), 7)).isEqualTo(hex(codec(int.class), 7));
  }

  @Test
  void everyNanIsTheSame() {
    double other = Double.longBitsToDouble(0x7ff8000000000001L);

    assertThat(hex(codec(double.class), other)).isEqualTo(hex(codec(double.class), Double.NaN));
    assertThat(hex(codec(double[].class), new double[] {other}))
        .isEqualTo(hex(codec(double[].class), new double[] {Double.NaN}));
  }

  @Test
  void orderCountsWhereTheDeclaredTypeKeepsOneAndNowhereElse() {
    Map<String, Integer> there = new LinkedHashMap<>();
    Map<String, Integer> back = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(List.of("a", "b", "c", "d"));
    names.forEach(n -> there.put(n, n.length()));
    Collections.reverse(names);
    names.forEach(n -> back.put(n, n.length()));
    Codec map = codec(new TypeOf<Map<String, Integer>>() {});
    Codec ordered = codec(new TypeOf<LinkedHashMap<String, Integer>>() {});
    Codec list = codec(new TypeOf<List<String>>() {});

    assertThat(map.encode(there)).usingRecursiveComparison().isEqualTo(map.encode(back));
    assertThat(hex(ordered, there)).isNotEqualTo(hex(ordered, back));
    assertThat(hex(list, List.of("a", "b"))).isNotEqualTo(hex(list, List.of("b", "a")));
  }

  @Test
  void theClassOfACollectionDoesNotCount() {
    Codec map = codec(new TypeOf<Map<String, Integer>>() {});
    Codec list = codec(new TypeOf<List<String>>() {});

    assertThat(hex(map, new HashMap<>(Map.of("a", 1)))).isEqualTo(hex(map, Map.of("a", 1)));
    assertThat(hex(list, Arrays.asList("a"))).isEqualTo(hex(list, List.of("a")));
  }

  @Test
  void sharingDoesNotCount() {
    Codec lists = codec(new TypeOf<List<List<String>>>() {});
    List<String> one = List.of("x");

    assertThat(hex(lists, List.of(one, one)))
        .isEqualTo(hex(lists, List.of(List.of("x"), List.of(new String("x")))));
  }

  @Test
  void theVersionOfACustomCodecCounts() {
    Codec first = Values.codecs(new MoneyCodec(1)).of(StringBuilder.class, "x");
    Codec second = Values.codecs(new MoneyCodec(2)).of(StringBuilder.class, "x");

    assertThat(hex(first, new StringBuilder("a")))
        .isNotEqualTo(hex(second, new StringBuilder("a")));
  }
}
