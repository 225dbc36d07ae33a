package dev.heddle.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws that hold for any value, tried on many; the seed is in the name of a failing test. */
class RandomValuesTest {
  private static final int VALUES = 300;

  sealed interface Node permits Leaf, Branch {}

  record Leaf(
      int i,
      Long l,
      double d,
      float f,
      String s,
      char c,
      BigDecimal decimal,
      BigInteger integer,
      Optional<String> maybe)
      implements Node {}

  record Branch(
      List<Node> list,
      Set<String> texts,
      Map<String, Node> named,
      Map<List<Integer>, Set<Double>> odd,
      Optional<List<Optional<Integer>>> nested)
      implements Node {}

  private final Codec codec = Values.codec(Node.class);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsReadBackIsEqualAndHashesTheSame(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      Node value = node(random, 3);

      StoredValue stored = codec.encode(value);
      Object back = codec.decode(stored.bytes());

      assertThat(back).isEqualTo(value);
      assertThat(codec.encode(back).hash()).isEqualTo(stored.hash());
      assertThat(codec.encode(back).bytes()).isEqualTo(stored.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void equalValuesBuiltInAnotherOrderHashTheSame(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < VALUES; i++) {
      Node value = node(random, 3);
      Node shuffled = shuffled(value, random);

      assertThat(shuffled).isEqualTo(value);
      assertThat(codec.encode(shuffled).hash()).isEqualTo(codec.encode(value).hash());
      assertThat(codec.encode(shuffled).bytes()).isEqualTo(codec.encode(value).bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void differentValuesHashDifferently(long seed) {
    Random random = new Random(seed);
    Map<Hash, Node> seen = new HashMap<>();
    for (int i = 0; i < VALUES; i++) {
      Node value = node(random, 2);
      Node before = seen.put(codec.encode(value).hash(), value);

      assertThat(before == null || before.equals(value)).isTrue();
    }
  }

  private static Node node(Random random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return new Leaf(
          random.nextInt(),
          random.nextBoolean() ? null : random.nextLong(),
          real(random),
          (float) real(random),
          text(random),
          (char) random.nextInt(0x10000),
          new BigDecimal(new BigInteger(70, random), random.nextInt(40) - 20),
          new BigInteger(100, random).negate(),
          random.nextBoolean() ? Optional.empty() : Optional.of(text(random)));
    }
    List<Node> list = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    Map<String, Node> named = new HashMap<>();
    Map<List<Integer>, Set<Double>> odd = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(random.nextInt(5) == 0 ? null : node(random, depth - 1));
      texts.add(random.nextInt(5) == 0 ? null : text(random));
      named.put(random.nextInt(9) == 0 ? null : text(random), node(random, depth - 1));
      odd.put(List.of(random.nextInt(3), i), new HashSet<>(List.of(real(random), i + 0.5)));
    }
    List<Optional<Integer>> inner = new ArrayList<>(List.of(Optional.empty(), Optional.of(1)));
    return new Branch(
        list, texts, named, odd, random.nextBoolean() ? Optional.empty() : Optional.of(inner));
  }

  private static double real(Random random) {
    double[] special = {0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
    return random.nextInt(3) == 0
        ? special[random.nextInt(special.length)]
        : Double.longBitsToDouble(random.nextLong() & ~(1L << 52));
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(4)) {
        case 0 -> text.append((char) random.nextInt(0x80));
        case 1 -> text.append((char) (0xD800 + random.nextInt(0x800))); // surrogates, paired or not
        case 2 -> text.appendCodePoint(0x10000 + random.nextInt(0x1000));
        default -> text.append((char) random.nextInt(0x10000));
      }
    }
    return text.toString();
  }

  private static Node shuffled(Node node, Random random) {
    if (!(node instanceof Branch b)) {
      return node;
    }
    List<Node> list = new ArrayList<>();
    b.list().forEach(n -> list.add(n == null ? null : shuffled(n, random)));
    List<String> texts = new ArrayList<>(b.texts());
    Collections.shuffle(texts, random);
    List<String> names = new ArrayList<>(b.named().keySet());
    Collections.shuffle(names, random);
    Map<String, Node> named = new LinkedHashMap<>();
    names.forEach(n -> named.put(n, shuffled(b.named().get(n), random)));
    List<List<Integer>> keys = new ArrayList<>(b.odd().keySet());
    Collections.shuffle(keys, random);
    Map<List<Integer>, Set<Double>> odd = new LinkedHashMap<>();
    for (List<Integer> key : keys) {
      List<Double> numbers = new ArrayList<>(b.odd().get(key));
      Collections.shuffle(numbers, random);
      odd.put(key, new LinkedHashSet<>(numbers));
    }
    return new Branch(list, new LinkedHashSet<>(texts), named, odd, b.nested());
  }
}
