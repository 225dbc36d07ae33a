package dev.heddle.value;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** {@code byte[]}, as base64. */
final class BytesCodec extends TypeCodec {
  BytesCodec(Encoders encoders) {
    super(Shape.of(byte[].class), byte[].class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    byte[] bytes = ((byte[]) value).clone(); // both forms must see the same bytes
    out.hash.putByte(Kinds.BYTES).putBytes(bytes);
    out.json.mark('"').raw(Base64.getEncoder().encode(bytes)).mark('"');
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.VALUE_STRING)) {
      throw in.unexpected("base64 text");
    }
    return bytes(in.text());
  }

  @Override
  @Nullable Object fromText(String text) {
    return bytes(text.trim());
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new Misfit("should be base64 text: " + e.getMessage(), e);
    }
  }

  @Override
  public String typeName() {
    return "byte[] (base64)";
  }

  @Override
  boolean frozen() {
    return false;
  }
}
