package dev.heddle.value;

import tools.jackson.core.JsonToken;

/**
 * {@code float}, {@code double} and their boxes. Every NaN is the same value; 0.0 and -0.0 are two,
 * as they are to {@code Double.equals}. What JSON has no number for is written as text.
 */
final class FloatingCodec extends ScalarCodec {
  private final boolean wide;

  FloatingCodec(Class<?> type, boolean wide, Encoders encoders) {
    super(type, wide ? Double.class : Float.class, encoders);
    this.wide = wide;
  }

  @Override
  void put(Encoder out, Object value) {
    if (wide) {
      double d = (Double) value;
      out.hash.putByte(Kinds.DOUBLE).putLong(Double.doubleToLongBits(d));
      out.json.number(d);
    } else {
      float f = (Float) value;
      out.hash.putByte(Kinds.FLOAT).putInt(Float.floatToIntBits(f));
      out.json.number(f);
    }
  }

  @Override
  boolean fits(JsonToken token) {
    return token == JsonToken.VALUE_NUMBER_FLOAT
        || token == JsonToken.VALUE_NUMBER_INT
        || token == JsonToken.VALUE_STRING;
  }

  @Override
  Object of(String text) {
    String t = text.trim();
    return wide ? (Object) Double.valueOf(t) : (Object) Float.valueOf(t);
  }

  @Override
  String wanted() {
    return "a number";
  }

  @Override
  int compare(Object a, Object b) {
    return wide ? Double.compare((Double) a, (Double) b) : Float.compare((Float) a, (Float) b);
  }
}
