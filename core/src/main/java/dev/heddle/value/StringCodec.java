package dev.heddle.value;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** {@code String}: any sequence of UTF-16 units, also unpaired surrogates. */
final class StringCodec extends ScalarCodec {
  StringCodec(Encoders encoders) {
    super(String.class, String.class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    String text = (String) value;
    out.hash.putByte(Kinds.STRING).putString(text);
    out.json.string(text);
  }

  @Override
  Object of(String text) {
    return text;
  }

  @Override
  String wanted() {
    return "a text in quotes";
  }

  @Override
  int compare(Object a, Object b) {
    return ((String) a).compareTo((String) b);
  }

  @Override
  @Nullable Object quick(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != '"' || bytes[bytes.length - 1] != '"') {
      return null;
    }
    for (byte b : bytes) {
      if (b == '\\') {
        return null;
      }
    }
    return new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8);
  }
}
