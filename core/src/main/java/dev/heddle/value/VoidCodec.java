package dev.heddle.value;

import org.jspecify.annotations.Nullable;

/** {@code void}: always null. */
final class VoidCodec extends TypeCodec {
  VoidCodec(Class<?> type, Encoders encoders) {
    super(Shape.of(type), Void.class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    throw Misfit.wrongClass(value, typeName());
  }

  @Override
  Object take(Decoder in) {
    throw in.unexpected("null");
  }

  @Override
  @Nullable Object fromText(String text) {
    if (text.isEmpty() || text.equals("null")) {
      return null;
    }
    throw new Misfit("should be empty");
  }

  @Override
  boolean frozen() {
    return true;
  }
}
