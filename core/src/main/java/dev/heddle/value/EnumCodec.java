package dev.heddle.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum, by the names of its constants. */
final class EnumCodec extends ScalarCodec {
  private final Map<String, Object> constants = new LinkedHashMap<>();
  private final String declaring;

  EnumCodec(Class<?> type, Encoders encoders) {
    super(type, type, encoders);
    declaring = type.getName();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
  }

  @Override
  void put(Encoder out, Object value) {
    String name = ((Enum<?>) value).name();
    out.hash.putByte(Kinds.ENUM).putString(declaring).putString(name);
    out.json.string(name);
  }

  @Override
  Object take(Decoder in) {
    if (in.typed()) {
      return super.take(in);
    }
    Object constant = constants.get(in.text());
    if (constant == null) {
      throw in.unexpected(wanted());
    }
    return constant;
  }

  @Override
  Object of(String text) {
    Object constant = constant(text);
    if (constant == null) {
      throw new Misfit("should be " + wanted());
    }
    return constant;
  }

  /** The constant of this name, or the only one of it in another case, or null. */
  @Nullable Object constant(String text) {
    Object exact = constants.get(text.trim());
    if (exact != null) {
      return exact;
    }
    String name = text.trim().replace('-', '_');
    List<Object> alike =
        constants.entrySet().stream()
            .filter(e -> e.getKey().equalsIgnoreCase(name))
            .map(Map.Entry::getValue)
            .toList();
    return alike.size() == 1 ? alike.get(0) : null;
  }

  @Override
  String wanted() {
    return "one of " + String.join(", ", constants.keySet());
  }

  @Override
  public String typeName() {
    return constants.size() > 8 ? super.typeName() : String.join("|", constants.keySet());
  }

  @Override
  int compare(Object a, Object b) {
    return ((Enum<?>) a).name().compareTo(((Enum<?>) b).name());
  }

  @Override
  @Nullable Object quick(byte[] bytes) {
    for (int i = 1; i < bytes.length - 1; i++) {
      if (bytes[i] < 0 || bytes[i] == '\\') {
        return null;
      }
    }
    return bytes.length < 2
        ? null
        : constants.get(
            new String(bytes, 1, bytes.length - 2, java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Override
  boolean frozen() {
    return true; // one object in any case
  }
}
