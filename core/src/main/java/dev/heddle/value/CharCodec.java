package dev.heddle.value;

/** {@code char} and its box: one UTF-16 unit, also half of a surrogate pair. */
final class CharCodec extends ScalarCodec {
  CharCodec(Class<?> type, Encoders encoders) {
    super(type, Character.class, encoders);
  }

  @Override
  void put(Encoder out, Object value) {
    char c = (Character) value;
    out.hash.putByte(Kinds.CHAR).putInt(c);
    out.json.string(String.valueOf(c));
  }

  @Override
  Object of(String text) {
    if (text.length() != 1) {
      throw new Misfit("should be one character");
    }
    return text.charAt(0);
  }

  @Override
  String wanted() {
    return "one character";
  }

  @Override
  int compare(Object a, Object b) {
    return Character.compare((Character) a, (Character) b);
  }
}
