package dev.heddle.value;

import dev.heddle.External;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Records, component by component, by reflection. Not by method handles: measured, they are no
 * faster once warm (the JDK makes its own behind the reflection), and to assemble the first costs a
 * short command 15 ms.
 */
final class RecordCodec extends TypeCodec {
  private static final Object MISSING = new Object();

  /** One component. */
  record Component(String name, TypeCodec codec, Method read, byte[] label) {}

  private final Constructor<?> constructor;
  private Component[] components = new Component[0];
  private final Map<String, Integer> indexes = new HashMap<>();
  private byte[] identity = new byte[0];

  /**
   * @param constructor the canonical one
   */
  RecordCodec(Shape shape, Constructor<?> constructor, Encoders encoders) {
    super(shape, shape.raw(), encoders);
    this.constructor = constructor;
  }

  /** Completes it; apart from construction as a record may hold itself. */
  void complete(List<Component> all) {
    components = all.toArray(new Component[0]);
    StringBuilder text = new StringBuilder(shape().raw().getName()).append('(');
    for (int i = 0; i < components.length; i++) {
      indexes.put(components[i].name, i);
      text.append(components[i].name).append(',');
    }
    identity = Decoder.utf8(text.append(')').toString());
  }

  @Override
  void put(Encoder out, Object value) {
    out.enter();
    out.hash.putByte(Kinds.RECORD).putBytes(identity);
    out.json.mark('{');
    Component[] all = components;
    for (int i = 0; i < all.length; i++) {
      Component c = all[i];
      if (i > 0) {
        out.json.mark(',');
      }
      out.json.raw(c.label);
      try {
        c.codec.write(out, get(c, value));
      } catch (Misfit e) {
        throw e.under("." + c.name);
      }
    }
    out.json.mark('}');
    out.leave();
  }

  private static @Nullable Object get(Component component, Object value) {
    try {
      return component.read.invoke(value);
    } catch (InvocationTargetException e) {
      Throwable thrown = unwrapped(e);
      throw new Misfit("can't be read, its accessor threw " + thrown, thrown);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  @Override
  Object take(Decoder in) {
    if (!in.at(JsonToken.START_OBJECT)) {
      throw in.unexpected("an object with " + String.join(", ", names()));
    }
    in.enter();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Arrays.fill(values, MISSING);
    int expected = 0;
    while (in.next() != JsonToken.END_OBJECT) {
      int index = indexOf(in, expected);
      expected = index + 1;
      in.next();
      try {
        values[index] = components[index].codec.read(in);
      } catch (Misfit e) {
        throw e.under("." + components[index].name);
      }
    }
    in.leave();
    for (int i = 0; i < values.length; i++) {
      if (values[i] == MISSING) {
        values[i] = absent(in, components[i]);
      }
    }
    return make(values);
  }

  private int indexOf(Decoder in, int expected) {
    String name = in.text();
    if (expected < components.length && components[expected].name.equals(name)) {
      return expected;
    }
    Integer index = indexes.get(name);
    if (index == null) {
      throw new Misfit("has no component " + name + ", but " + String.join(", ", names()));
    }
    return index;
  }

  private static Object absent(Decoder in, Component component) {
    Object absent = in.typed() ? component.codec.absent() : null;
    if (absent == null) {
      throw new Misfit("is missing").under("." + component.name);
    }
    return absent;
  }

  private Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable thrown = unwrapped(e);
      throw new Misfit("is refused by its constructor: " + thrown, thrown);
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException("it was made accessible", e);
    }
  }

  private static Throwable unwrapped(InvocationTargetException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() == null ? e : e.getCause();
  }

  private List<String> names() {
    return Arrays.stream(components).map(Component::name).toList();
  }

  @Override
  List<? extends TypeCodec> parts() {
    return Arrays.stream(components).map(Component::codec).toList();
  }

  @Override
  void eachFile(Object value, Consumer<External> sink) {
    for (Component c : components) {
      if (c.codec.external()) {
        Object part = get(c, value);
        if (part != null) {
          c.codec.eachFile(part, sink);
        }
      }
    }
  }

  @Override
  Form form() {
    return Form.OBJECT;
  }

  @Override
  boolean frozen() {
    return true;
  }
}
