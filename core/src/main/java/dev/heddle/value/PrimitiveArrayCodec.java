package dev.heddle.value;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * Arrays of primitives other than bytes. Hashed as one block; {@code char[]} is stored as a text,
 * the others as an array of numbers or booleans.
 */
final class PrimitiveArrayCodec extends TypeCodec {
  private final TypeCodec element;
  private final Class<?> component;

  PrimitiveArrayCodec(Class<?> type, TypeCodec element, Encoders encoders) {
    super(Shape.of(type), type, encoders);
    this.element = element;
    this.component = type.componentType();
  }

  @Override
  void put(Encoder out, Object value) {
    if (value instanceof char[] chars) {
      String text = new String(chars);
      out.hash.putByte(Kinds.PRIMITIVES).putByte(Kinds.CHAR).putString(text);
      out.json.string(text);
      return;
    }
    out.json.mark('[');
    if (value instanceof int[] a) {
      ints(out, a);
    } else if (value instanceof long[] a) {
      longs(out, a);
    } else if (value instanceof double[] a) {
      doubles(out, a);
    } else if (value instanceof float[] a) {
      floats(out, a);
    } else if (value instanceof short[] a) {
      shorts(out, a);
    } else {
      booleans(out, (boolean[]) value);
    }
    out.json.mark(']');
  }

  private static void head(Encoder out, int kind, int length) {
    out.hash.putByte(Kinds.PRIMITIVES).putByte(kind).putInt(length);
  }

  private static void comma(Encoder out, int index) {
    if (index > 0) {
      out.json.mark(',');
    }
  }

  private static void ints(Encoder out, int[] a) {
    head(out, Kinds.INT, a.length);
    for (int i = 0; i < a.length; i++) {
      int n = a[i];
      comma(out, i);
      out.hash.putInt(n);
      out.json.number(n);
    }
  }

  private static void longs(Encoder out, long[] a) {
    head(out, Kinds.LONG, a.length);
    for (int i = 0; i < a.length; i++) {
      long n = a[i];
      comma(out, i);
      out.hash.putLong(n);
      out.json.number(n);
    }
  }

  private static void doubles(Encoder out, double[] a) {
    head(out, Kinds.DOUBLE, a.length);
    for (int i = 0; i < a.length; i++) {
      double d = a[i];
      comma(out, i);
      out.hash.putLong(Double.doubleToLongBits(d));
      out.json.number(d);
    }
  }

  private static void floats(Encoder out, float[] a) {
    head(out, Kinds.FLOAT, a.length);
    for (int i = 0; i < a.length; i++) {
      float f = a[i];
      comma(out, i);
      out.hash.putInt(Float.floatToIntBits(f));
      out.json.number(f);
    }
  }

  private static void shorts(Encoder out, short[] a) {
    head(out, Kinds.SHORT, a.length);
    for (int i = 0; i < a.length; i++) {
      short n = a[i];
      comma(out, i);
      out.hash.putByte(n >>> 8).putByte(n);
      out.json.number((long) n);
    }
  }

  private static void booleans(Encoder out, boolean[] a) {
    head(out, Kinds.BOOLEAN, a.length);
    for (int i = 0; i < a.length; i++) {
      boolean b = a[i];
      comma(out, i);
      out.hash.putByte(b ? 1 : 0);
      out.json.ascii(b ? "true" : "false");
    }
  }

  @Override
  Object take(Decoder in) {
    if (component == char.class) {
      if (!in.at(JsonToken.VALUE_STRING)) {
        throw in.unexpected("a text");
      }
      return in.text().toCharArray();
    }
    if (!in.at(JsonToken.START_ARRAY)) {
      throw in.unexpected("a list");
    }
    if (component == int.class || component == long.class) {
      return takeWhole(in);
    }
    List<Object> items = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      items.add(element(in, items.size()));
    }
    return array(items);
  }

  private Object element(Decoder in, int index) {
    try {
      Object item = element.read(in);
      if (item == null) {
        throw new Misfit("is null");
      }
      return item;
    } catch (Misfit e) {
      throw e.under("[" + index + "]");
    }
  }

  /** The common case, without boxes. */
  private Object takeWhole(Decoder in) {
    long[] items = new long[16];
    int n = 0;
    while (in.next() != JsonToken.END_ARRAY) {
      if (n == items.length) {
        items = Arrays.copyOf(items, n * 2);
      }
      items[n] =
          component == long.class && in.at(JsonToken.VALUE_NUMBER_INT)
              ? in.longValue()
              : ((Number) element(in, n)).longValue();
      n++;
    }
    if (component == long.class) {
      return Arrays.copyOf(items, n);
    }
    int[] ints = new int[n];
    for (int i = 0; i < n; i++) {
      ints[i] = (int) items[i];
    }
    return ints;
  }

  private Object array(List<?> items) {
    Object array = Array.newInstance(component, items.size());
    for (int i = 0; i < items.size(); i++) {
      Array.set(array, i, items.get(i));
    }
    return array;
  }

  @Override
  Object fromText(String text) {
    return component == char.class
        ? text.toCharArray()
        : text.stripLeading().startsWith("[") ? json(text) : array(typed(text));
  }

  @Override
  Object fromTexts(List<String> texts) {
    return array(SequenceCodec.typedElements(element, texts));
  }

  private List<?> typed(String text) {
    return text.isBlank() ? List.of() : SequenceCodec.typedElements(element, List.of(text));
  }

  private Object json(String text) {
    Object read = fromJson(text);
    if (read == null) {
      throw new Misfit("is null");
    }
    return read;
  }

  @Override
  Form form() {
    return component == char.class ? Form.SCALAR : Form.ARRAY;
  }

  @Override
  boolean frozen() {
    return false;
  }
}
