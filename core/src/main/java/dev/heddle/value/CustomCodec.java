package dev.heddle.value;

import dev.heddle.ValueCodec;
import tools.jackson.core.JsonToken;

/** A type that the user wrote a codec for. Its id and version are in the hash. */
final class CustomCodec extends TypeCodec {
  private final ValueCodec<Object> custom;

  @SuppressWarnings("unchecked") // write is given accepted objects only
  CustomCodec(Shape shape, ValueCodec<?> custom, Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.custom = (ValueCodec<Object>) custom;
  }

  @Override
  void put(Encoder out, Object value) {
    String text;
    try {
      text = custom.write(value);
    } catch (Exception e) {
      throw new Misfit("can't be written, its codec " + custom.id() + " threw " + e, e);
    }
    out.hash.putByte(Kinds.CUSTOM).putString(custom.id()).putInt(custom.version()).putString(text);
    out.json.string(text);
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.VALUE_STRING)) {
      throw in.unexpected("a text");
    }
    return in.typed() ? fromText(in.text()) : read(in.text());
  }

  private Object read(String text) {
    try {
      return custom.read(text);
    } catch (Exception e) {
      throw new Misfit("can't be read, its codec " + custom.id() + " threw " + e, e);
    }
  }

  @Override
  Object fromText(String text) {
    try {
      return custom.parse(text);
    } catch (Exception e) {
      throw new Misfit("is refused by its codec: " + e, e);
    }
  }

  @Override
  boolean frozen() {
    return custom.immutable();
  }
}
