package dev.heddle.value;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * One walk over JSON text: a stored value, or what a person typed ({@link #typed}), where a scalar
 * may also be given as text. Stands on the first token of what is to be read.
 */
final class Decoder implements AutoCloseable {
  private final JsonParser parser;
  private final FileDigests files;
  private final boolean typed;
  private final int deepest;
  private int depth;
  private @Nullable JsonToken token;

  private Decoder(JsonParser parser, FileDigests files, boolean typed, int deepest) {
    this.parser = parser;
    this.files = files;
    this.typed = typed;
    this.deepest = deepest;
    this.token = parser.nextToken();
  }

  static Decoder ofStored(byte[] bytes, FileDigests files, int deepest) {
    return new Decoder(
        Json.FACTORY.createParser(ObjectReadContext.empty(), bytes), files, false, deepest);
  }

  static Decoder ofTyped(String text, FileDigests files, int deepest) {
    return new Decoder(
        Json.FACTORY.createParser(ObjectReadContext.empty(), text), files, true, deepest);
  }

  FileDigests files() {
    return files;
  }

  boolean typed() {
    return typed;
  }

  @Nullable JsonToken token() {
    return token;
  }

  boolean at(JsonToken wanted) {
    return token == wanted;
  }

  @Nullable JsonToken next() {
    token = parser.nextToken();
    return token;
  }

  /** Checks the current token, and steps over it. */
  void expect(JsonToken wanted, String what) {
    if (token != wanted) {
      throw unexpected(what);
    }
    next();
  }

  /** The text of the current token: of a string, of a number as written, a name. */
  String text() {
    return parser.getString();
  }

  long longValue() {
    return parser.getLongValue();
  }

  void skip() {
    parser.skipChildren();
  }

  void enter() {
    if (++depth > deepest) {
      throw new TooDeep();
    }
  }

  void leave() {
    depth--;
  }

  /** What was found where {@code wanted} should be. */
  Misfit unexpected(String wanted) {
    JsonToken t = token;
    String found =
        t == null
            ? "the end"
            : switch (t) {
              case START_OBJECT, END_OBJECT -> "an object";
              case START_ARRAY, END_ARRAY -> "an array";
              case VALUE_STRING -> "the text \"" + text() + "\"";
              case PROPERTY_NAME -> "the name \"" + text() + "\"";
              default -> text();
            };
    return new Misfit("should be " + wanted + ", and is " + found);
  }

  void end() {
    if (token != null) {
      throw new Misfit("is followed by more text");
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  /** What is wrong with the text, in one line. */
  static String reason(JacksonException e) {
    String message = e.getOriginalMessage();
    return e.getLocation() == null
        ? message
        : message + " at column " + e.getLocation().getColumnNr();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Loaded when the first value composed of parts is read: scalars never need it. */
  private static final class Json {
    static final JsonFactory FACTORY =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
  }
}
