package dev.heddle.value;

import dev.heddle.External;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/** What every codec of this package has in common: null, the top level, errors, depth. */
abstract class TypeCodec extends Codec {
  private final Shape shape;
  private final Class<?> accepted;
  private final Encoders encoders;
  private final String signature;
  private boolean immutable;
  private boolean external;

  /** What JSON a value that is not null is written as; decides how an {@code Optional} is. */
  enum Form {
    SCALAR,
    OBJECT,
    ARRAY,
    ANY
  }

  TypeCodec(Shape shape, Class<?> accepted, Encoders encoders) {
    this.shape = shape;
    this.accepted = accepted;
    this.encoders = encoders;
    this.signature = shape.signature();
  }

  /** Writes a value that is not null and of the accepted class. */
  abstract void put(Encoder out, Object value);

  /** Reads a value that is not null, from its first token; leaves its last token current. */
  abstract Object take(Decoder in);

  /** Whether values of this very type, parts aside, are immutable. */
  abstract boolean frozen();

  /** Whether values of this very type, parts aside, are files. */
  boolean fileLike() {
    return false;
  }

  /** The codecs of the parts. */
  List<? extends TypeCodec> parts() {
    return List.of();
  }

  /** Hands files on from a value that is not null. Called only if external. */
  void eachFile(Object value, Consumer<External> sink) {}

  Form form() {
    return Form.SCALAR;
  }

  /**
   * Whether the order of {@link #compare} is the canonical order of such values in a set or map; if
   * not, they are ordered by hash.
   */
  boolean ordered() {
    return false;
  }

  /** Zero only for values of equal hash. */
  int compare(Object a, Object b) {
    throw new IllegalStateException("not ordered: " + signature);
  }

  /** Reads the stored form without Jackson, if that is easy; null if it is not. */
  @Nullable Object quick(byte[] bytes) {
    return null;
  }

  /** Reads typed text; composed types read JSON. */
  @Nullable Object fromText(String text) {
    return fromJson(text);
  }

  boolean nullable() {
    return true;
  }

  final boolean accepts(Object value) {
    return accepted.isInstance(value);
  }

  /** What stands for a component that was not typed; null if it must be. */
  @Nullable Object absent() {
    return null;
  }

  final Shape shape() {
    return shape;
  }

  final Encoders encoders() {
    return encoders;
  }

  /** Looks at the parts, which are all known now. */
  final void settle() {
    Set<TypeCodec> reached = new LinkedHashSet<>();
    reach(this, reached);
    immutable = reached.stream().allMatch(TypeCodec::frozen);
    external = reached.stream().anyMatch(TypeCodec::fileLike);
  }

  private static void reach(TypeCodec from, Set<TypeCodec> reached) {
    List<TypeCodec> todo = new ArrayList<>(List.of(from));
    while (!todo.isEmpty()) {
      TypeCodec next = todo.remove(todo.size() - 1);
      if (reached.add(next)) {
        todo.addAll(next.parts());
      }
    }
  }

  void write(Encoder out, @Nullable Object value) {
    if (value == null) {
      if (!nullable()) {
        throw new Misfit("is null, and " + typeName() + " can't be");
      }
      out.hash.putByte(Kinds.NULL);
      out.json.ascii("null");
    } else if (accepted.isInstance(value)) {
      put(out, value);
    } else {
      throw Misfit.wrongClass(value, typeName());
    }
  }

  @Nullable Object read(Decoder in) {
    if (in.at(JsonToken.VALUE_NULL)) {
      if (!nullable()) {
        throw new Misfit("is null, and " + typeName() + " can't be");
      }
      return null;
    }
    return take(in);
  }

  @Override
  public final Type type() {
    return shape.toType();
  }

  @Override
  public final String signature() {
    return signature;
  }

  @Override
  public String typeName() {
    return shape.simple();
  }

  @Override
  public final boolean immutable() {
    return immutable;
  }

  @Override
  public final boolean external() {
    return external;
  }

  @Override
  public final StoredValue encode(@Nullable Object value) {
    try {
      try {
        return encode(value, Depth.NEAR);
      } catch (TooDeep e) {
        return Depth.far(() -> encode(value, Depth.LIMIT));
      }
    } catch (Misfit e) {
      throw e.asError("A value of type " + shape.simple() + " can't be recorded");
    } catch (UnserializableValueException e) {
      throw e;
    } catch (RuntimeException e) { // of a collection's iterator, of a comparison
      throw new UnserializableValueException(
          "A value of type " + shape.simple() + " can't be recorded: reading it threw " + e, e);
    }
  }

  private StoredValue encode(@Nullable Object value, int deepest) {
    Encoder out = encoders.take();
    out.begin(deepest);
    write(out, value);
    StoredValue stored = out.end();
    encoders.giveBack(out); // one that threw is dropped: its state is unknown
    return stored;
  }

  @Override
  public final @Nullable Object decode(byte[] bytes) {
    Object quick = quick(bytes);
    if (quick != null) {
      return quick;
    }
    try {
      try {
        return decode(bytes, Depth.NEAR);
      } catch (TooDeep e) {
        return Depth.far(() -> decode(bytes, Depth.LIMIT));
      }
    } catch (Misfit e) {
      throw e.asError("A recorded value no longer fits " + shape.simple());
    } catch (JacksonException e) {
      throw new UnserializableValueException(
          "A recorded value is no JSON: " + Decoder.reason(e), e);
    } catch (UnserializableValueException e) {
      throw e;
    } catch (RuntimeException e) { // of a collection that takes no such element
      throw new UnserializableValueException(
          "A recorded value no longer fits " + shape.simple() + ": making it threw " + e, e);
    }
  }

  private @Nullable Object decode(byte[] bytes, int deepest) {
    try (Decoder in = Decoder.ofStored(bytes, encoders.files(), deepest)) {
      Object value = read(in);
      in.next();
      in.end();
      return value;
    }
  }

  @Override
  public final @Nullable Object parse(String text) {
    try {
      return fromText(text);
    } catch (Misfit e) {
      throw e.asError("\"" + cut(text) + "\" is no " + typeName());
    } catch (JacksonException e) {
      throw new UnserializableValueException(
          "\"" + cut(text) + "\" is no " + typeName() + ": " + Decoder.reason(e), e);
    }
  }

  @Override
  public final @Nullable Object parseAll(List<String> texts) {
    return texts.size() == 1 ? parse(texts.get(0)) : fromTexts(texts);
  }

  /** Reads what was typed for several flags of one name. */
  @Nullable Object fromTexts(List<String> texts) {
    throw new UnserializableValueException(
        "One " + typeName() + " is wanted, and " + texts.size() + " are given: " + texts, null);
  }

  /** Reads typed JSON. */
  final @Nullable Object fromJson(String text) {
    try {
      return fromJson(text, Depth.NEAR);
    } catch (TooDeep e) {
      return Depth.far(() -> fromJson(text, Depth.LIMIT));
    }
  }

  private @Nullable Object fromJson(String text, int deepest) {
    try (Decoder in = Decoder.ofTyped(text, encoders.files(), deepest)) {
      Object value = read(in);
      in.next();
      in.end();
      return value;
    }
  }

  @Override
  public final void files(@Nullable Object value, Consumer<External> sink) {
    if (external && value != null) {
      List<External> found = new ArrayList<>();
      try {
        eachFile(value, found::add);
      } catch (StackOverflowError e) {
        found.clear();
        Depth.far(
            () -> {
              eachFile(value, found::add);
              return found;
            });
      }
      found.forEach(sink);
    }
  }

  @Override
  public final List<RecordedFile> recordedFiles(byte[] bytes) {
    if (!external) {
      return List.of();
    }
    List<RecordedFile> found = new ArrayList<>();
    files(decode(bytes), file -> encoders.files().addRecorded(file, found));
    return List.copyOf(found);
  }

  @Override
  public final boolean valid(byte[] bytes) {
    if (!external) {
      return true;
    }
    List<External> found = new ArrayList<>();
    files(decode(bytes), found::add);
    return encoders.files().unchanged(found);
  }

  static String cut(String text) {
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }

  @Override
  public final String toString() {
    return signature;
  }
}
