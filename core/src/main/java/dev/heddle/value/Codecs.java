package dev.heddle.value;

import dev.heddle.ValueCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the codec of a declared type (LANGUAGE §2.2). One per engine; thread-safe.
 *
 * <p>Closed types only: primitives and their boxes, {@code String}, {@code BigInteger}, {@code
 * BigDecimal}, enums, records (also generic ones), sealed interfaces of records and enums, arrays,
 * {@code List, Set, Map} and their JDK kin, {@code Optional}, {@code java.time}, {@code UUID},
 * {@code URI}, {@code Path} (its name only), files, {@code TaskRef}, and what a {@link ValueCodec}
 * adds. Everything else is refused when the task is defined, not when it runs.
 */
public final class Codecs {
  private final ConcurrentHashMap<Type, TypeCodec> known = new ConcurrentHashMap<>();
  private final TypeResolver resolver;
  private final SelfDescribedCodec selfDescribed;

  /** Without classes to look up: only captured records of classes met before can be read. */
  public Codecs(List<ValueCodec<?>> custom, FileDigests files) {
    this(custom, files, name -> Optional.empty());
  }

  /** Without tasks to look up: a {@code TaskRef} can't be read. */
  public Codecs(
      List<ValueCodec<?>> custom, FileDigests files, Function<String, Optional<Class<?>>> classes) {
    this(custom, files, classes, name -> Optional.empty());
  }

  /**
   * @param custom for the types it does not know; they go before its own
   * @param files digests of the files inside values, and the project root
   * @param classes finds a class that recorded captures may name, by its binary name. It should
   *     know only classes of registered code; of what it answers only records and enums are taken.
   *     The classes this object has met in declared types and captured values are known anyway.
   * @param tasks the tasks that a {@code TaskRef} may name
   */
  public Codecs(
      List<ValueCodec<?>> custom,
      FileDigests files,
      Function<String, Optional<Class<?>>> classes,
      Callees tasks) {
    Encoders encoders = new Encoders(files);
    selfDescribed = new SelfDescribedCodec(this, classes, encoders);
    resolver =
        new TypeResolver(
            custom,
            selfDescribed::meet,
            shape -> new TaskRefCodec(shape, this, tasks, encoders),
            encoders);
    selfDescribed.settle();
  }

  /**
   * The codec of a declared type.
   *
   * @param where what declares it, for the error: {@code parameter 'x' of task a.B.c}
   * @throws UnserializableValueException naming {@code where}, the type, the part of it that is not
   *     closed, and what to do
   */
  public Codec of(Type type, String where) {
    return resolve(type, where);
  }

  TypeCodec resolve(Type type, String where) {
    TypeCodec codec = known.get(type);
    if (codec == null) {
      codec = resolver.resolve(type, where);
      TypeCodec before = known.putIfAbsent(type, codec);
      codec = before == null ? codec : before;
    }
    return codec;
  }

  /**
   * The codec of a value that no declaration gives a type: one a lambda captured. It is the same
   * codec for all of them; its bytes say what they hold, among a closed set of types.
   *
   * @throws UnserializableValueException if the value is none of primitives' boxes, {@code String},
   *     enum, record without type parameters, {@code java.time}, file, {@code TaskRef}, or {@code
   *     List, Set, Map, Optional} of these
   */
  public Codec ofValue(@Nullable Object value) {
    selfDescribed.check(value);
    return selfDescribed;
  }

  /** Reads what the codec of {@link #ofValue} wrote. */
  public Codec selfDescribed() {
    return selfDescribed;
  }

  /**
   * Whether {@link #ofValue} takes objects of this class (of a container: if it takes what it
   * holds).
   */
  public boolean isSelfDescribed(Class<?> type) {
    return selfDescribed.takes(type);
  }
}
