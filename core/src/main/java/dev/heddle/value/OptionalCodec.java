package dev.heddle.value;

import dev.heddle.External;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * {@code Optional} and its primitive kin. Where the element is never written as an array, empty is
 * {@code null}, present is the element itself, and a null in place of the optional is {@code []}.
 * Elsewhere empty is {@code []}, present {@code [element]}, null is {@code null}.
 */
final class OptionalCodec extends TypeCodec {
  private final TypeCodec element;
  private final Function<Object, Optional<?>> open;
  private final Function<Optional<Object>, Object> close;
  private final boolean bare;

  private OptionalCodec(
      Shape shape,
      TypeCodec element,
      Function<Object, Optional<?>> open,
      Function<Optional<Object>, Object> close,
      Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.element = element;
    this.open = open;
    this.close = close;
    this.bare = element.form() == Form.SCALAR || element.form() == Form.OBJECT;
  }

  static OptionalCodec of(Shape shape, TypeCodec element, Encoders encoders) {
    return new OptionalCodec(shape, element, o -> (Optional<?>) o, o -> o, encoders);
  }

  static OptionalCodec ofInt(TypeCodec element, Encoders encoders) {
    return new OptionalCodec(
        Shape.of(OptionalInt.class),
        element,
        o ->
            ((OptionalInt) o).isPresent()
                ? Optional.of(((OptionalInt) o).getAsInt())
                : Optional.empty(),
        o -> o.isPresent() ? OptionalInt.of((Integer) o.get()) : OptionalInt.empty(),
        encoders);
  }

  static OptionalCodec ofLong(TypeCodec element, Encoders encoders) {
    return new OptionalCodec(
        Shape.of(OptionalLong.class),
        element,
        o ->
            ((OptionalLong) o).isPresent()
                ? Optional.of(((OptionalLong) o).getAsLong())
                : Optional.empty(),
        o -> o.isPresent() ? OptionalLong.of((Long) o.get()) : OptionalLong.empty(),
        encoders);
  }

  static OptionalCodec ofDouble(TypeCodec element, Encoders encoders) {
    return new OptionalCodec(
        Shape.of(OptionalDouble.class),
        element,
        o ->
            ((OptionalDouble) o).isPresent()
                ? Optional.of(((OptionalDouble) o).getAsDouble())
                : Optional.empty(),
        o -> o.isPresent() ? OptionalDouble.of((Double) o.get()) : OptionalDouble.empty(),
        encoders);
  }

  @Override
  void write(Encoder out, @Nullable Object value) {
    if (value == null && bare) {
      out.hash.putByte(Kinds.NULL);
      out.json.ascii("[]");
    } else {
      super.write(out, value);
    }
  }

  @Override
  void put(Encoder out, Object value) {
    Optional<?> content = open.apply(value);
    if (content.isEmpty()) {
      out.hash.putByte(Kinds.EMPTY);
      out.json.ascii(bare ? "null" : "[]");
      return;
    }
    out.enter();
    out.hash.putByte(Kinds.PRESENT);
    if (bare) {
      element.write(out, content.get());
    } else {
      out.json.mark('[');
      element.write(out, content.get());
      out.json.mark(']');
    }
    out.leave();
  }

  @Override
  @Nullable Object read(Decoder in) {
    if (in.at(JsonToken.VALUE_NULL)) {
      return bare || in.typed() ? empty() : null;
    }
    return take(in, bare || (in.typed() && !in.at(JsonToken.START_ARRAY)));
  }

  private @Nullable Object take(Decoder in, boolean alone) {
    if (!alone) {
      return take(in);
    }
    if (in.at(JsonToken.START_ARRAY)) {
      if (in.next() != JsonToken.END_ARRAY) {
        throw in.unexpected("an empty list, or the value itself");
      }
      return in.typed() ? empty() : null;
    }
    in.enter();
    Object content = element.read(in);
    in.leave();
    return content == null ? empty() : close.apply(Optional.of(content));
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.START_ARRAY)) {
      throw in.unexpected("a list of one or none");
    }
    if (in.next() == JsonToken.END_ARRAY) {
      return empty();
    }
    in.enter();
    Object content = element.read(in);
    in.leave();
    if (in.next() != JsonToken.END_ARRAY) {
      throw in.unexpected("a list of one or none");
    }
    return content == null ? empty() : close.apply(Optional.of(content));
  }

  Object empty() {
    return close.apply(Optional.empty());
  }

  @Override
  @Nullable Object absent() {
    return empty();
  }

  @Override
  Object fromText(String text) {
    if (text.isEmpty()) {
      return empty();
    }
    Object content = element.fromText(text);
    return content == null ? empty() : close.apply(Optional.of(content));
  }

  @Override
  List<? extends TypeCodec> parts() {
    return List.of(element);
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    open.apply(value).ifPresent(content -> element.eachFile(content, sink));
  }

  @Override
  Form form() {
    return Form.ANY;
  }

  @Override
  boolean frozen() {
    return true;
  }

  @Override
  public String typeName() {
    return element.typeName() + " or empty";
  }
}
