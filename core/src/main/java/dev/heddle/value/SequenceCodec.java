package dev.heddle.value;

import dev.heddle.External;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Lists, arrays of objects, and sets whose order counts: elements in their order. */
final class SequenceCodec extends TypeCodec {
  /** What is made on reading. */
  enum Into {
    ARRAY_LIST,
    LINKED_HASH_SET,
    ARRAY
  }

  private final TypeCodec element;
  private final Into into;

  SequenceCodec(Shape shape, Into into, TypeCodec element, Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.element = element;
    this.into = into;
  }

  @Override
  void put(Encoder out, Object value) {
    Object[] items = snapshot(value);
    out.enter();
    out.hash
        .putByte(into == Into.LINKED_HASH_SET ? Kinds.ORDERED_SET : Kinds.LIST)
        .putInt(items.length);
    out.json.mark('[');
    for (int i = 0; i < items.length; i++) {
      if (i > 0) {
        out.json.mark(',');
      }
      try {
        element.write(out, items[i]);
      } catch (Misfit e) {
        throw e.under("[" + i + "]");
      }
    }
    out.json.mark(']');
    out.leave();
  }

  /** The elements at one moment. */
  private static Object[] snapshot(Object value) {
    if (value instanceof Object[] array) {
      return array.clone();
    }
    if (value instanceof Collection<?> collection) {
      return collection.toArray();
    }
    List<Object> items = new ArrayList<>();
    ((Iterable<?>) value).forEach(items::add);
    return items.toArray();
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.START_ARRAY)) {
      throw in.unexpected("a list");
    }
    in.enter();
    List<@Nullable Object> items = new ArrayList<>();
    while (in.next() != JsonToken.END_ARRAY) {
      try {
        items.add(element.read(in));
      } catch (Misfit e) {
        throw e.under("[" + items.size() + "]");
      }
    }
    in.leave();
    return finish(items);
  }

  private Object finish(List<@Nullable Object> items) {
    return switch (into) {
      case ARRAY_LIST -> items;
      case LINKED_HASH_SET -> new LinkedHashSet<>(items);
      case ARRAY -> {
        Object[] array = (Object[]) Array.newInstance(shape().raw().componentType(), items.size());
        yield items.toArray(array);
      }
    };
  }

  @Override
  Object fromText(String text) {
    return finish(typedElements(element, text, this));
  }

  @Override
  Object fromTexts(List<String> texts) {
    return finish(typedElements(element, texts));
  }

  /** A typed list: JSON, or its only element. */
  @SuppressWarnings("unchecked")
  static List<@Nullable Object> typedElements(TypeCodec element, String text, TypeCodec whole) {
    if (text.stripLeading().startsWith("[")) {
      Object read = whole.fromJson(text);
      return read instanceof Object[] array
          ? Arrays.asList(array)
          : new ArrayList<>((Collection<Object>) read);
    }
    return text.isBlank() ? new ArrayList<>() : typedElements(element, List.of(text));
  }

  static List<@Nullable Object> typedElements(TypeCodec element, List<String> texts) {
    List<@Nullable Object> items = new ArrayList<>();
    for (String text : texts) {
      try {
        items.add(element.fromText(text));
      } catch (Misfit e) {
        throw texts.size() == 1 ? e : e.under("[" + items.size() + "]");
      }
    }
    return items;
  }

  @Override
  List<? extends TypeCodec> parts() {
    return List.of(element);
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    for (Object item : snapshot(value)) {
      if (item != null) {
        element.eachFile(item, sink);
      }
    }
  }

  @Override
  Form form() {
    return Form.ARRAY;
  }

  @Override
  boolean frozen() {
    return false;
  }

  @Override
  public String typeName() {
    return into == Into.ARRAY
        ? element.typeName() + "[]"
        : shape().raw().getSimpleName() + "<" + element.typeName() + ">";
  }
}
