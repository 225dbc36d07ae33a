package dev.heddle.value;

import dev.heddle.External;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Values that no declaration gives a type: {@code ["java.lang.Integer", 3]}. The name is looked up
 * among a closed set: the built-in types, and records and enums of known classes (law 8).
 */
final class SelfDescribedCodec extends TypeCodec {
  private static final String REMEDY = "pass it as a task argument";

  private final Codecs codecs;
  private final Function<String, Optional<Class<?>>> classes;
  private final Map<String, Class<?>> met = new ConcurrentHashMap<>();
  private final Map<String, TypeCodec> containers;

  SelfDescribedCodec(
      Codecs codecs, Function<String, Optional<Class<?>>> classes, Encoders encoders) {
    super(Shape.of(Object.class), Object.class, encoders);
    this.codecs = codecs;
    this.classes = classes;
    List<Shape> one = List.of(shape());
    List<Shape> two = List.of(shape(), shape());
    this.containers =
        Map.of(
            "List",
            new SequenceCodec(
                new Shape(List.class, one), SequenceCodec.Into.ARRAY_LIST, this, encoders),
            "Set",
            new SetCodec(new Shape(Set.class, one), SetCodec.Into.LINKED_HASH_SET, this, encoders),
            "Map",
            new MapCodec(
                new Shape(Map.class, two), MapCodec.Into.LINKED_HASH_MAP, this, this, encoders),
            "Optional",
            OptionalCodec.of(new Shape(Optional.class, one), this, encoders));
  }

  /** A class that a declared type, or a value, showed. */
  void meet(Class<?> type) {
    met.put(type.getName(), type);
  }

  boolean takes(Class<?> type) {
    return name(type) != null;
  }

  /** Refuses a value with a class that is not taken. */
  void check(@Nullable Object value) {
    check(value, 0);
  }

  private void check(@Nullable Object value, int depth) {
    if (value == null) {
      return;
    }
    if (depth > Depth.NEAR) {
      throw new UnserializableValueException(
          "A captured value has more than " + Depth.NEAR + " levels, or contains itself: " + REMEDY,
          null);
    }
    String name = name(value.getClass());
    if (name == null) {
      throw new UnserializableValueException(refusal(value), null);
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (k, v) -> {
            check(k, depth + 1);
            check(v, depth + 1);
          });
    } else if (value instanceof Optional<?> optional) {
      check(optional.orElse(null), depth + 1);
    } else if (value instanceof Iterable<?> items && containers.containsKey(name)) {
      items.forEach(item -> check(item, depth + 1));
    } else {
      codec(name, value.getClass());
    }
  }

  private static String refusal(Object value) {
    return "A captured value of class " + value.getClass().getName() + " can't be kept: " + REMEDY;
  }

  /** The name it is recorded under, or null. */
  private @Nullable String name(Class<?> type) {
    if (List.class.isAssignableFrom(type)) {
      return "List";
    }
    if (Set.class.isAssignableFrom(type)) {
      return "Set";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "Map";
    }
    if (type == Optional.class) {
      return "Optional";
    }
    Class<?> declared = SelfDescribedTypes.declared(type);
    return declared == null ? null : declared.getName();
  }

  private TypeCodec codec(String name, @Nullable Class<?> seen) {
    TypeCodec container = containers.get(name);
    if (container != null) {
      return container;
    }
    Class<?> type = seen == null ? null : SelfDescribedTypes.declared(seen);
    if (type == null) {
      type = SelfDescribedTypes.builtIn(name);
    }
    if (type == null) {
      type = met.get(name);
    }
    if (type == null) {
      type =
          classes
              .apply(name)
              .filter(SelfDescribedTypes::isOwn)
              .orElseThrow(() -> new Misfit("names the class " + name + ", which is not known"));
    }
    return codecs.resolve(type, "a captured value");
  }

  @Override
  void put(Encoder out, Object value) {
    String name = name(value.getClass());
    if (name == null) {
      throw new Misfit("is of class " + value.getClass().getName() + ": " + REMEDY);
    }
    out.enter();
    out.hash.putByte(Kinds.SELF_DESCRIBED).putString(name);
    out.json.mark('[').string(name).mark(',');
    codec(name, value.getClass()).write(out, value);
    out.json.mark(']');
    out.leave();
  }

  @Override
  Object take(Decoder in) {
    in.enter();
    in.expect(JsonToken.START_ARRAY, "a list of type and value");
    String name = in.text();
    in.next();
    Object value = codec(name, null).read(in);
    if (value == null || in.next() != JsonToken.END_ARRAY) {
      throw in.unexpected("the end of the value");
    }
    in.leave();
    return value;
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    String name = name(value.getClass());
    if (name != null) {
      TypeCodec codec = codec(name, value.getClass());
      if (containers.containsKey(name) || codec.external()) {
        codec.eachFile(value, sink);
      }
    }
  }

  @Override
  Form form() {
    return Form.ARRAY;
  }

  @Override
  boolean frozen() {
    return false;
  }

  @Override
  boolean fileLike() {
    return true;
  }
}
