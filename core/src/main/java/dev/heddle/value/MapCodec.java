package dev.heddle.value;

import dev.heddle.External;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Maps; their order counts only where the declared type promises one of insertion. JSON objects
 * where the keys are texts or enum constants, else arrays of pairs.
 */
final class MapCodec extends TypeCodec {
  /** What is made on reading. */
  enum Into {
    LINKED_HASH_MAP,
    ORDERED_MAP,
    TREE_MAP,
    ENUM_MAP
  }

  private final TypeCodec key;
  private final TypeCodec value;
  private final Into into;
  private final boolean named;

  MapCodec(Shape shape, Into into, TypeCodec key, TypeCodec value, Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.key = key;
    this.value = value;
    this.into = into;
    this.named = key instanceof StringCodec || key instanceof EnumCodec;
  }

  static void refuseComparator(@Nullable Comparator<?> comparator) {
    if (comparator != null && comparator != Comparator.naturalOrder()) {
      throw new Misfit(
          "is sorted by a comparator, which can't be recorded: sort by natural order, or return a"
              + " list");
    }
  }

  @Override
  void put(Encoder out, Object map) {
    if (map instanceof SortedMap<?, ?> sorted && into == Into.TREE_MAP) {
      refuseComparator(sorted.comparator());
    }
    List<CanonicalOrder.Entry> list = new ArrayList<>();
    ((Map<?, ?>) map).forEach((k, v) -> list.add(new CanonicalOrder.Entry(k, v)));
    CanonicalOrder.Entry[] entries = list.toArray(new CanonicalOrder.Entry[0]);
    boolean object = named && list.stream().allMatch(e -> isName(e.key));
    out.enter();
    if (into != Into.ORDERED_MAP) {
      CanonicalOrder.sort(out, key, entries);
    }
    out.hash
        .putByte(into == Into.ORDERED_MAP ? Kinds.ORDERED_MAP : Kinds.MAP)
        .putInt(entries.length);
    out.json.mark(object ? '{' : '[');
    for (int i = 0; i < entries.length; i++) {
      if (i > 0) {
        out.json.mark(',');
      }
      putEntry(out, entries[i], object);
    }
    out.json.mark(object ? '}' : ']');
    out.leave();
  }

  /** Whether it can be a name of JSON: readers refuse unpaired surrogates there. */
  private static boolean isName(@Nullable Object k) {
    if (k instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (Character.isSurrogate(c)) {
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (!pair) {
            return false;
          }
          i++;
        }
      }
    }
    return k != null;
  }

  private void putEntry(Encoder out, CanonicalOrder.Entry entry, boolean object) {
    if (!object) {
      out.json.mark('[');
    }
    try {
      CanonicalOrder.write(out, key, entry);
    } catch (Misfit e) {
      throw e.under("[key]");
    }
    out.json.mark(object ? ':' : ',');
    try {
      value.write(out, entry.value);
    } catch (Misfit e) {
      throw e.under("[" + step(entry.key) + "]");
    }
    if (!object) {
      out.json.mark(']');
    }
  }

  private String step(@Nullable Object k) {
    return key instanceof ScalarCodec ? cut(String.valueOf(k)) : "value";
  }

  @Override
  Object take(Decoder in) {
    in.enter();
    Map<@Nullable Object, @Nullable Object> map = empty();
    if (in.at(JsonToken.START_OBJECT)) {
      takeObject(in, map);
    } else if (in.at(JsonToken.START_ARRAY)) {
      takePairs(in, map);
    } else {
      throw in.unexpected(named ? "an object" : "an object, or a list of pairs");
    }
    in.leave();
    return map;
  }

  private void takeObject(Decoder in, Map<@Nullable Object, @Nullable Object> map) {
    while (in.next() != JsonToken.END_OBJECT) {
      String name = in.text();
      Object k = named && !in.typed() && key instanceof StringCodec ? name : key.fromText(name);
      in.next();
      takeValue(in, map, k);
    }
  }

  private void takePairs(Decoder in, Map<@Nullable Object, @Nullable Object> map) {
    while (in.next() != JsonToken.END_ARRAY) {
      in.expect(JsonToken.START_ARRAY, "a pair");
      Object k = key.read(in);
      in.next();
      takeValue(in, map, k);
      if (in.next() != JsonToken.END_ARRAY) {
        throw in.unexpected("the end of a pair");
      }
    }
  }

  private void takeValue(
      Decoder in, Map<@Nullable Object, @Nullable Object> map, @Nullable Object k) {
    try {
      map.put(k, value.read(in));
    } catch (Misfit e) {
      throw e.under("[" + step(k) + "]");
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"})
  private Map<@Nullable Object, @Nullable Object> empty() {
    return switch (into) {
      case LINKED_HASH_MAP, ORDERED_MAP -> new LinkedHashMap<>();
      case TREE_MAP -> new TreeMap<>();
      case ENUM_MAP -> (Map) new EnumMap((Class) key.shape().raw());
    };
  }

  @Override
  @Nullable Object fromText(String text) {
    String t = text.strip();
    return t.startsWith("{") || t.startsWith("[") ? fromJson(text) : fromTexts(List.of(text));
  }

  @Override
  Object fromTexts(List<String> texts) {
    Map<@Nullable Object, @Nullable Object> map = empty();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new Misfit("should be JSON, or key=value");
      }
      Object k = key.fromText(text.substring(0, equals));
      try {
        map.put(k, value.fromText(text.substring(equals + 1)));
      } catch (Misfit e) {
        throw e.under("[" + step(k) + "]");
      }
    }
    return map;
  }

  @Override
  List<? extends TypeCodec> parts() {
    return List.of(key, value);
  }

  @Override
  void eachFile(Object map, Consumer<External> sink) {
    ((Map<?, ?>) map)
        .forEach(
            (k, v) -> {
              if (k != null) {
                key.eachFile(k, sink);
              }
              if (v != null) {
                value.eachFile(v, sink);
              }
            });
  }

  @Override
  Form form() {
    return Form.ANY;
  }

  @Override
  boolean frozen() {
    return false;
  }

  @Override
  public String typeName() {
    return shape().raw().getSimpleName() + "<" + key.typeName() + ", " + value.typeName() + ">";
  }
}
