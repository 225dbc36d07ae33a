package dev.heddle.value;

import dev.heddle.DirRef;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The codecs of the JDK's types and of Heddle's own. */
final class BuiltIn {
  private final Encoders encoders;

  BuiltIn(Encoders encoders) {
    this.encoders = encoders;
  }

  /** The codec of a class without parts. */
  Optional<TypeCodec> plain(Class<?> type) {
    TypeCodec scalar = scalar(type);
    return Optional.ofNullable(scalar == null ? other(type) : scalar);
  }

  private @Nullable TypeCodec scalar(Class<?> type) {
    if (type == String.class) {
      return new StringCodec(encoders);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new BooleanCodec(type, encoders);
    }
    if (type == double.class || type == Double.class) {
      return new FloatingCodec(type, true, encoders);
    }
    if (type == float.class || type == Float.class) {
      return new FloatingCodec(type, false, encoders);
    }
    if (type == char.class || type == Character.class) {
      return new CharCodec(type, encoders);
    }
    return IntegralCodec.of(type, encoders);
  }

  private @Nullable TypeCodec other(Class<?> type) {
    if (type == void.class || type == Void.class) {
      return new VoidCodec(type, encoders);
    }
    if (type == byte[].class) {
      return new BytesCodec(encoders);
    }
    if (type.isArray() && type.componentType().isPrimitive()) {
      return new PrimitiveArrayCodec(type, settled(type.componentType()), encoders);
    }
    if (type == BigInteger.class) {
      return TextCodec.ofNumber(BigInteger.class, Kinds.BIG_INTEGER, BigInteger::new, encoders);
    }
    if (type == BigDecimal.class) {
      return TextCodec.ofNumber(BigDecimal.class, Kinds.BIG_DECIMAL, BigDecimal::new, encoders);
    }
    if (type == OptionalInt.class) {
      return OptionalCodec.ofInt(settled(int.class), encoders);
    }
    if (type == OptionalLong.class) {
      return OptionalCodec.ofLong(settled(long.class), encoders);
    }
    if (type == OptionalDouble.class) {
      return OptionalCodec.ofDouble(settled(double.class), encoders);
    }
    if (type == FileRef.class) {
      return new FileRefCodec(encoders);
    }
    if (type == DirRef.class || type == FileSet.class) {
      return new FolderCodec(type, encoders);
    }
    return Texts.of(type, encoders);
  }

  private TypeCodec settled(Class<?> type) {
    TypeCodec codec = scalar(type);
    if (codec == null) {
      throw new IllegalArgumentException("no scalar: " + type);
    }
    codec.settle();
    return codec;
  }

  /**
   * The codec of a generic JDK type.
   *
   * @param part resolves a type argument, given what to call it in an error
   */
  Optional<TypeCodec> container(
      Shape shape, BiFunction<Shape, String, TypeCodec> part, Route route) {
    return Containers.of(shape, part, route, encoders);
  }
}
