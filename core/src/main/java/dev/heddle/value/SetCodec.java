package dev.heddle.value;

import dev.heddle.External;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Sets whose order does not count. */
final class SetCodec extends TypeCodec {
  /** What is made on reading. */
  enum Into {
    LINKED_HASH_SET,
    TREE_SET,
    ENUM_SET
  }

  private final TypeCodec element;
  private final Into into;

  SetCodec(Shape shape, Into into, TypeCodec element, Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.element = element;
    this.into = into;
  }

  @Override
  void put(Encoder out, Object value) {
    if (value instanceof SortedSet<?> sorted && into == Into.TREE_SET) {
      MapCodec.refuseComparator(sorted.comparator());
    }
    Object[] items = ((Collection<?>) value).toArray();
    CanonicalOrder.Entry[] entries = new CanonicalOrder.Entry[items.length];
    for (int i = 0; i < items.length; i++) {
      entries[i] = new CanonicalOrder.Entry(items[i], null);
    }
    out.enter();
    CanonicalOrder.sort(out, element, entries);
    out.hash.putByte(Kinds.SET).putInt(entries.length);
    out.json.mark('[');
    for (int i = 0; i < entries.length; i++) {
      if (i > 0) {
        out.json.mark(',');
      }
      try {
        CanonicalOrder.write(out, element, entries[i]);
      } catch (Misfit e) {
        throw e.under("[element]");
      }
    }
    out.json.mark(']');
    out.leave();
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.START_ARRAY)) {
      throw in.unexpected("a list");
    }
    in.enter();
    Set<@Nullable Object> items = empty();
    while (in.next() != JsonToken.END_ARRAY) {
      try {
        items.add(element.read(in));
      } catch (Misfit e) {
        throw e.under("[element]");
      }
    }
    in.leave();
    return items;
  }

  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"})
  private Set<@Nullable Object> empty() {
    return switch (into) {
      case LINKED_HASH_SET -> new LinkedHashSet<>();
      case TREE_SET -> new TreeSet<>();
      case ENUM_SET -> (Set) EnumSet.noneOf((Class) element.shape().raw());
    };
  }

  @Override
  Object fromText(String text) {
    Set<@Nullable Object> items = empty();
    items.addAll(SequenceCodec.typedElements(element, text, this));
    return items;
  }

  @Override
  Object fromTexts(List<String> texts) {
    Set<@Nullable Object> items = empty();
    items.addAll(SequenceCodec.typedElements(element, texts));
    return items;
  }

  @Override
  List<? extends TypeCodec> parts() {
    return List.of(element);
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    for (Object item : (Collection<?>) value) {
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
    return shape().raw().getSimpleName() + "<" + element.typeName() + ">";
  }
}
