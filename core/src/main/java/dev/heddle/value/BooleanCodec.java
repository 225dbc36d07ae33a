package dev.heddle.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** {@code boolean} and its box. */
final class BooleanCodec extends ScalarCodec {
  BooleanCodec(Class<?> type, Encoders encoders) {
    super(type, Boolean.class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    boolean b = (Boolean) value;
    out.hash.putByte(Kinds.BOOLEAN).putByte(b ? 1 : 0);
    out.json.ascii(b ? "true" : "false");
  }

  @Override
  boolean fits(JsonToken token) {
    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
  }

  @Override
  Object of(String text) {
    String t = text.trim();
    if (t.equalsIgnoreCase("true")) {
      return true;
    }
    if (t.equalsIgnoreCase("false")) {
      return false;
    }
    throw new Misfit("should be true or false");
  }

  @Override
  String wanted() {
    return "true or false";
  }

  @Override
  int compare(Object a, Object b) {
    return Boolean.compare((Boolean) a, (Boolean) b);
  }

  @Override
  @Nullable Object quick(byte[] bytes) {
    if (bytes.length == 4 && bytes[0] == 't') {
      return true;
    }
    return (bytes.length == 5 && bytes[0] == 'f') ? false : null;
  }
}
