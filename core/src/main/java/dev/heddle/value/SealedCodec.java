package dev.heddle.value;

import dev.heddle.External;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A sealed interface: {@code {"Circle": {"radius": 1.0}}}, tagged by the permitted class. */
final class SealedCodec extends TypeCodec {
  private final Map<String, TypeCodec> byName = new LinkedHashMap<>();
  private final Map<Class<?>, Variant> byClass = new HashMap<>();

  private record Variant(String name, TypeCodec codec) {}

  SealedCodec(Shape shape, Encoders encoders) {
    super(shape, shape.raw(), encoders);
  }

  /** Adds a permitted class; false if its simple name is taken by another. */
  boolean add(TypeCodec codec) {
    Class<?> type = codec.shape().raw();
    TypeCodec before = byName.putIfAbsent(type.getSimpleName(), codec);
    byClass.put(type, new Variant(type.getSimpleName(), codec));
    return before == null || before == codec;
  }

  private Variant variant(Object value) {
    Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    Variant variant = byClass.get(type);
    if (variant == null) {
      throw Misfit.wrongClass(value, typeName());
    }
    return variant;
  }

  @Override
  void put(Encoder out, Object value) {
    Variant variant = variant(value);
    out.enter();
    out.hash.putByte(Kinds.SEALED).putString(variant.name);
    out.json.mark('{').string(variant.name).mark(':');
    variant.codec.write(out, value);
    out.json.mark('}');
    out.leave();
  }

  @Override
  Object take(Decoder in) {
    in.enter();
    in.expect(JsonToken.START_OBJECT, "an object with one of " + names());
    TypeCodec codec = in.at(JsonToken.PROPERTY_NAME) ? byName.get(in.text()) : null;
    if (codec == null) {
      throw in.unexpected("one of " + names());
    }
    in.next();
    Object value = codec.read(in);
    if (value == null || in.next() != JsonToken.END_OBJECT) {
      throw in.unexpected("the end of the object");
    }
    in.leave();
    return value;
  }

  /** An enum constant may be typed alone. */
  @Override
  @Nullable Object fromText(String text) {
    if (text.stripLeading().startsWith("{")) {
      return fromJson(text);
    }
    return byName.values().stream()
        .filter(codec -> codec instanceof EnumCodec)
        .map(codec -> ((EnumCodec) codec).constant(text))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new Misfit("should be an object with one of " + names()));
  }

  private String names() {
    return String.join(", ", byName.keySet());
  }

  @Override
  List<? extends TypeCodec> parts() {
    return List.copyOf(byName.values());
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    variant(value).codec.eachFile(value, sink);
  }

  @Override
  Form form() {
    return Form.OBJECT;
  }

  @Override
  boolean frozen() {
    return true;
  }
}
