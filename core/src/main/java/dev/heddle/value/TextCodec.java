package dev.heddle.value;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** An immutable JDK value with a canonical text that it can be read back from. */
final class TextCodec extends ScalarCodec {
  private final Function<Object, String> print;
  private final Function<String, Object> read;
  private final String label;
  private final String hint;
  private final int kind;
  private final String tag;

  private TextCodec(
      Class<?> type,
      int kind,
      Function<Object, String> print,
      Function<String, Object> read,
      String label,
      String hint,
      Encoders encoders) {
    super(type, type, encoders);
    this.kind = kind;
    this.print = print;
    this.read = read;
    this.label = label;
    this.hint = hint;
    this.tag = type.getName();
  }

  static <T> TextCodec of(
      Class<T> type,
      Function<T, String> print,
      Function<String, T> read,
      String label,
      String hint,
      Encoders encoders) {
    return new TextCodec(
        type, Kinds.TEXT, o -> print.apply(type.cast(o)), read::apply, label, hint, encoders);
  }

  /** A number with a text that is a JSON number. */
  static <T> TextCodec ofNumber(
      Class<T> type, int kind, Function<String, T> read, Encoders encoders) {
    return new TextCodec(
        type,
        kind,
        Object::toString,
        t -> read.apply(t.trim()),
        type.getSimpleName(),
        "a number",
        encoders);
  }

  private boolean numeric() {
    return kind != Kinds.TEXT;
  }

  @Override
  void put(Encoder out, Object value) {
    String text = print.apply(value);
    out.hash.putByte(kind);
    if (numeric()) {
      out.hash.putString(text);
      out.json.ascii(text);
    } else {
      out.hash.putString(tag).putString(text);
      out.json.string(text);
    }
  }

  @Override
  boolean fits(JsonToken token) {
    return numeric()
        ? token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT
        : token == JsonToken.VALUE_STRING;
  }

  @Override
  Object of(String text) {
    return read.apply(text);
  }

  @Override
  String wanted() {
    return hint;
  }

  @Override
  public String typeName() {
    return label;
  }

  @Override
  int compare(Object a, Object b) {
    return print.apply(a).compareTo(print.apply(b));
  }

  @Override
  @Nullable Object quick(byte[] bytes) {
    if (bytes.length < 2 || bytes[0] != '"') {
      return null;
    }
    for (byte b : bytes) {
      if (b < 0 || b == '\\') {
        return null;
      }
    }
    try {
      return of(new String(bytes, 1, bytes.length - 2, java.nio.charset.StandardCharsets.US_ASCII));
    } catch (RuntimeException e) {
      return null; // the long way reports it
    }
  }
}
