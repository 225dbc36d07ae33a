package dev.heddle.testkit;

import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link dev.heddle.store.Store} takes and answers as bytes, and reads it back. For
 * tests only: it makes records of whatever class it is told.
 */
final class Wire {
  private Wire() {}

  static void write(DataOutputStream out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeByte('0');
    } else if (value instanceof String text) {
      out.writeByte('S');
      writeText(out, text);
    } else if (value instanceof Long number) {
      out.writeByte('J');
      out.writeLong(number);
    } else if (value instanceof Integer number) {
      out.writeByte('I');
      out.writeInt(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? 'T' : 'F');
    } else if (value instanceof Enum<?> constant) {
      out.writeByte('E');
      writeText(out, constant.getDeclaringClass().getName());
      writeText(out, constant.name());
    } else if (value instanceof Record record) {
      writeRecord(out, record);
    } else if (value instanceof Collection<?> elements) {
      out.writeByte(value instanceof Set ? 'U' : 'L');
      writeAll(out, elements);
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte('M');
      writeAll(out, map.keySet());
      writeAll(out, map.values());
    } else {
      writeOther(out, value);
    }
  }

  private static void writeOther(DataOutputStream out, Object value) throws IOException {
    if (value instanceof byte[] bytes) {
      out.writeByte('B');
      out.writeInt(bytes.length);
      out.write(bytes);
    } else if (value instanceof long[] numbers) {
      out.writeByte('A');
      out.writeInt(numbers.length);
      for (long number : numbers) {
        out.writeLong(number);
      }
    } else if (value instanceof Optional<?> optional) {
      out.writeByte('O');
      write(out, optional.orElse(null));
    } else if (value instanceof Hash hash) {
      out.writeByte('H');
      out.write(hash.toBytes());
    } else if (value instanceof TaskSet set) {
      out.writeByte('K');
      writeAll(out, set.tasks());
    } else if (value instanceof Instant instant) {
      out.writeByte('t');
      out.writeLong(instant.toEpochMilli());
    } else if (value instanceof Duration duration) {
      out.writeByte('d');
      out.writeLong(duration.toMillis());
    } else {
      throw new IOException("no way to write a " + value.getClass());
    }
  }

  private static void writeRecord(DataOutputStream out, Record record) throws IOException {
    out.writeByte('R');
    writeText(out, record.getClass().getName());
    try {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        write(out, component.getAccessor().invoke(record));
      }
    } catch (ReflectiveOperationException e) {
      throw new IOException("can't read a " + record.getClass(), e);
    }
  }

  private static void writeAll(DataOutputStream out, Collection<?> values) throws IOException {
    out.writeInt(values.size());
    for (Object value : values) {
      write(out, value);
    }
  }

  /** By its chars: a lone surrogate is no UTF-8. */
  private static void writeText(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.writeChars(text);
  }

  static @Nullable Object read(DataInputStream in) throws IOException {
    int tag = in.readByte();
    return switch (tag) {
      case '0' -> null;
      case 'S' -> readText(in);
      case 'J' -> in.readLong();
      case 'I' -> in.readInt();
      case 'T' -> true;
      case 'F' -> false;
      case 'E' -> readConstant(classOf(readText(in)), readText(in));
      case 'R' -> readRecord(in);
      case 'L' -> readAll(in);
      case 'U' -> new LinkedHashSet<>(readAll(in));
      case 'M' -> readMap(in);
      case 'B' -> in.readNBytes(in.readInt());
      case 'A' -> {
        long[] numbers = new long[in.readInt()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = in.readLong();
        }
        yield numbers;
      }
      case 'O' -> Optional.ofNullable(read(in));
      case 'H' -> Hash.of(in.readNBytes(Hash.LENGTH));
      case 'K' -> TaskSet.of(readAll(in).stream().map(TaskVersion.class::cast).toList());
      case 't' -> Instant.ofEpochMilli(in.readLong());
      case 'd' -> Duration.ofMillis(in.readLong());
      default -> throw new IOException("no way to read a " + tag);
    };
  }

  private static Object readConstant(Class<?> type, String name) throws IOException {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ((Enum<?>) constant).name().equals(name))
        .findAny()
        .orElseThrow(() -> new IOException(type + " has no " + name));
  }

  private static Object readRecord(DataInputStream in) throws IOException {
    Class<?> type = classOf(readText(in));
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(in);
    }
    try {
      Constructor<?> made = type.getDeclaredConstructor(types);
      return made.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IOException("can't make a " + type, e);
    }
  }

  private static List<@Nullable Object> readAll(DataInputStream in) throws IOException {
    int size = in.readInt();
    List<@Nullable Object> values = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      values.add(read(in));
    }
    return values;
  }

  private static Map<@Nullable Object, @Nullable Object> readMap(DataInputStream in)
      throws IOException {
    List<@Nullable Object> keys = readAll(in);
    List<@Nullable Object> values = readAll(in);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      map.put(keys.get(i), values.get(i));
    }
    return map;
  }

  private static String readText(DataInputStream in) throws IOException {
    char[] text = new char[in.readInt()];
    for (int i = 0; i < text.length; i++) {
      text[i] = in.readChar();
    }
    return new String(text);
  }

  private static Class<?> classOf(String name) throws IOException {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IOException(name, e);
    }
  }
}
