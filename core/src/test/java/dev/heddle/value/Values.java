package dev.heddle.value;

import dev.heddle.ValueCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What tests of values share: codecs at the current folder, and generic types as literals. */
final class Values {
  private Values() {}

  /** {@code new TypeOf<List<String>>() {}.type()}. */
  abstract static class TypeOf<T> {
    Type type() {
      return ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
    }
  }

  static Codecs codecs(ValueCodec<?>... custom) {
    return new Codecs(
        List.of(custom), new FileDigests(Path.of(""), DigestMemory.inMemory(), Clock.systemUTC()));
  }

  static Codec codec(Type type) {
    return codecs().of(type, "parameter 'x' of task a.B.c");
  }

  static Codec codec(TypeOf<?> type) {
    return codec(type.type());
  }

  static String json(Codec codec, @Nullable Object value) {
    return new String(codec.encode(value).bytes(), StandardCharsets.UTF_8);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static @Nullable Object roundTrip(Codec codec, @Nullable Object value) {
    return codec.decode(codec.encode(value).bytes());
  }
}
