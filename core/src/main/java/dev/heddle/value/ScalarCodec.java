package dev.heddle.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** A value without parts, immutable, written as one JSON token, typed as plain text. */
abstract class ScalarCodec extends TypeCodec {
  private final boolean nullable;

  ScalarCodec(Class<?> type, Class<?> accepted, Encoders encoders) {
    super(Shape.of(type), accepted, encoders);
    this.nullable = !type.isPrimitive();
  }

  /** Reads the text of a token, or what was typed. */
  abstract Object of(String text);

  /** What is wanted, for an error. */
  String wanted() {
    return typeName();
  }

  /** Whether the token can be one of these. */
  boolean fits(JsonToken token) {
    return token == JsonToken.VALUE_STRING;
  }

  @Override
  Object take(Decoder in) {
    JsonToken token = in.token();
    if (token == null || (!fits(token) && !(in.typed() && token == JsonToken.VALUE_STRING))) {
      throw in.unexpected(wanted());
    }
    return parsed(in.text());
  }

  @Override
  @Nullable Object fromText(String text) {
    return parsed(text);
  }

  private Object parsed(String text) {
    try {
      return of(text);
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw new Misfit("should be " + wanted() + reason(e), e);
    }
  }

  private static String reason(RuntimeException e) {
    return e instanceof NumberFormatException || e.getMessage() == null
        ? ""
        : ": " + e.getMessage();
  }

  @Override
  boolean frozen() {
    return true;
  }

  @Override
  boolean ordered() {
    return true;
  }

  @Override
  boolean nullable() {
    return nullable;
  }
}
