package dev.heddle.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** {@code byte}, {@code short}, {@code int}, {@code long} and their boxes. */
final class IntegralCodec extends ScalarCodec {
  private final int kind;

  private IntegralCodec(Class<?> type, Class<?> box, int kind, Encoders encoders) {
    super(type, box, encoders);
    this.kind = kind;
  }

  static @Nullable IntegralCodec of(Class<?> type, Encoders encoders) {
    if (type == int.class || type == Integer.class) {
      return new IntegralCodec(type, Integer.class, Kinds.INT, encoders);
    }
    if (type == long.class || type == Long.class) {
      return new IntegralCodec(type, Long.class, Kinds.LONG, encoders);
    }
    if (type == short.class || type == Short.class) {
      return new IntegralCodec(type, Short.class, Kinds.SHORT, encoders);
    }
    if (type == byte.class || type == Byte.class) {
      return new IntegralCodec(type, Byte.class, Kinds.BYTE, encoders);
    }
    return null;
  }

  @Override
  void put(Encoder out, Object value) {
    long n = ((Number) value).longValue();
    out.hash.putByte(kind).putLong(n);
    out.json.number(n);
  }

  @Override
  boolean fits(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_INT;
  }

  @Override
  Object of(String text) {
    String t = text.trim();
    return switch (kind) {
      case Kinds.INT -> Integer.valueOf(t);
      case Kinds.LONG -> Long.valueOf(t);
      case Kinds.SHORT -> Short.valueOf(t);
      default -> Byte.valueOf(t);
    };
  }

  @Override
  String wanted() {
    return switch (kind) {
      case Kinds.INT -> "a whole number of 32 bits";
      case Kinds.LONG -> "a whole number of 64 bits";
      case Kinds.SHORT -> "a whole number from -32768 to 32767";
      default -> "a whole number from -128 to 127";
    };
  }

  @Override
  Object take(Decoder in) {
    return kind == Kinds.LONG && in.at(JsonToken.VALUE_NUMBER_INT)
        ? (Object) in.longValue()
        : super.take(in);
  }

  @Override
  int compare(Object a, Object b) {
    return Long.compare(((Number) a).longValue(), ((Number) b).longValue());
  }

  @Override
  @Nullable Object quick(byte[] bytes) {
    int from = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
    if (bytes.length == from || bytes.length > 18) {
      return null;
    }
    long n = 0;
    for (int i = from; i < bytes.length; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      n = n * 10 + digit;
    }
    return box(from == 0 ? n : -n);
  }

  private @Nullable Object box(long n) {
    return switch (kind) {
      case Kinds.INT -> n == (int) n ? (Object) (int) n : null;
      case Kinds.LONG -> n;
      case Kinds.SHORT -> n == (short) n ? (Object) (short) n : null;
      default -> n == (byte) n ? (Object) (byte) n : null;
    };
  }
}
