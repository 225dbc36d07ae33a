package dev.heddle.value;

import static dev.heddle.value.Values.codec;
import static dev.heddle.value.Values.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.value.Values.TypeOf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A value that does not fit is refused with its path; so are bytes that no longer fit. */
class MisfitTest {
  record Item(String name, int price) {
    Item {
      if (price < 0) {
        throw new IllegalArgumentException("negative price " + price);
      }
    }
  }

  record Order(List<Item> items) {}

  record Failing(int x) {
    @Override
    public int x() {
      throw new IllegalStateException("no x today");
    }
  }

  record Chain(int value, Chain next) {}

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void aWrongClassIsNamedWithItsPath() {
    List<Item> polluted = new ArrayList<>(List.of(new Item("a", 1)));
    ((List) polluted).add("b");

    assertThatThrownBy(() -> codec(Order.class).encode(new Order(polluted)))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining("Order")
        .hasMessageContaining(".items[1]")
        .hasMessageContaining("java.lang.String where Item is declared");
  }

  @Test
  void nullIsNoPrimitive() {
    assertThatThrownBy(() -> codec(int.class).encode(null)).hasMessageContaining("null");
    assertThatThrownBy(() -> codec(int.class).decode(utf8("null"))).hasMessageContaining("null");
  }

  @Test
  void anAccessorThatThrowsIsNamed() {
    assertThatThrownBy(() -> codec(Failing.class).encode(new Failing(1)))
        .hasMessageContaining(".x")
        .hasMessageContaining("no x today");
  }

  @Test
  void aSortedMapWithAComparatorIsRefused() {
    Map<String, Integer> map = new TreeMap<>(Comparator.<String>reverseOrder());

    assertThatThrownBy(() -> codec(new TypeOf<TreeMap<String, Integer>>() {}).encode(map))
        .hasMessageContaining("comparator");
    assertThat(codec(new TypeOf<Map<String, Integer>>() {}).encode(map)).isNotNull();
  }

  @Test
  void bytesOfAnotherShapeAreRefused() {
    Codec order = codec(Order.class);

    assertThatThrownBy(() -> order.decode(utf8("{\"items\":[{\"name\":\"a\"}]}")))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining(".items[0].price is missing");
    assertThatThrownBy(() -> order.decode(utf8("{\"things\":[]}"))).hasMessageContaining("things");
    assertThatThrownBy(() -> order.decode(utf8("{\"items\":"))).hasMessageContaining("no JSON");
    assertThatThrownBy(() -> order.decode(utf8("")))
        .isInstanceOf(UnserializableValueException.class);
    assertThatThrownBy(() -> order.decode(utf8("{\"items\":[]} 1")))
        .hasMessageContaining("followed by more");
    assertThatThrownBy(() -> codec(int.class).decode(utf8("3000000000")))
        .hasMessageContaining("32 bits");
    assertThatThrownBy(() -> codec(String.class).decode(utf8("3")))
        .isInstanceOf(UnserializableValueException.class);
  }

  @Test
  void aConstructorThatRefusesIsNamed() {
    assertThatThrownBy(
            () -> codec(Order.class).decode(utf8("{\"items\":[{\"name\":\"a\",\"price\":-1}]}")))
        .hasMessageContaining(".items[0]")
        .hasMessageContaining("negative price -1");
  }

  @Test
  void aValueManyThousandLevelsDeepIsRecordedAndReadBack() {
    Chain chain = null;
    for (int i = 0; i < 20_000; i++) {
      chain = new Chain(i, chain);
    }
    Codec codec = codec(Chain.class);

    StoredValue stored = codec.encode(chain);
    Chain back = (Chain) codec.decode(stored.bytes());

    int length = 0;
    for (Chain c = back; c != null; c = c.next()) {
      length++;
    }
    assertThat(length).isEqualTo(20_000);
    assertThat(codec.encode(back).hash()).isEqualTo(stored.hash());
  }

  @Test
  void aValueThatContainsItselfIsRefused() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    Codec codec = Values.codecs().selfDescribed();

    assertThatThrownBy(() -> codec.encode(self)).hasMessageContaining("contains itself");
  }

  @Test
  void whatTheValueItselfThrowsIsReported() {
    List<String> broken =
        new java.util.AbstractList<>() {
          @Override
          public String get(int index) {
            throw new IllegalStateException("connection lost");
          }

          @Override
          public int size() {
            return 1;
          }
        };

    assertThatThrownBy(() -> codec(new TypeOf<List<String>>() {}).encode(broken))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining("List<String>")
        .hasMessageContaining("connection lost");
    assertThatThrownBy(
            () -> codec(new TypeOf<java.util.SortedSet<String>>() {}).decode(utf8("[null]")))
        .isInstanceOf(UnserializableValueException.class);
  }

  @Test
  void truncatedBytesAreRefused() {
    for (String cut : List.of("", "\"", "\"ab", "tru", "f", "-", "[1,")) {
      for (Codec codec :
          List.of(
              codec(String.class),
              codec(boolean.class),
              codec(int.class),
              codec(new TypeOf<List<Integer>>() {}))) {
        assertThatThrownBy(() -> codec.decode(utf8(cut)))
            .as("%s of %s", codec, cut)
            .isInstanceOf(UnserializableValueException.class);
      }
    }
  }
}
