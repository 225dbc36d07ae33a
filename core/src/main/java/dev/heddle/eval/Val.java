package dev.heddle.eval;

import dev.heddle.expr.Assemble;
import dev.heddle.value.Codec;
import dev.heddle.value.StoredValue;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A value on its way from a producer to its consumers. A consumer gets it decoded from its recorded
 * bytes, never the producer's own object (LANGUAGE §2.1); what was never recorded (the result of an
 * inline function) is handed on as it is, since the function runs in every evaluation.
 *
 * <p>Confined to the evaluator's loop, but for {@link Recorded}, which is immutable in effect.
 */
sealed interface Val {
  /** The value as an object: a fresh one for each call where it is mutable and on record. */
  @Nullable Object get();

  /** The value as recorded under a declared type. */
  StoredValue as(Codec codec);

  /** A value with recorded bytes. */
  final class Recorded implements Val {
    private final Codec codec;
    private final StoredValue stored;
    private @Nullable Object shared;

    Recorded(Codec codec, StoredValue stored) {
      this.codec = codec;
      this.stored = stored;
    }

    Codec codec() {
      return codec;
    }

    StoredValue stored() {
      return stored;
    }

    @Override
    public @Nullable Object get() {
      if (!codec.immutable()) {
        return codec.decode(stored.bytes());
      }
      Object value = shared;
      if (value == null) {
        value = codec.decode(stored.bytes());
        shared = value;
      }
      return value;
    }

    @Override
    public StoredValue as(Codec wanted) {
      // A file is keyed by what it holds now, so what may hold files is encoded anew.
      boolean same = wanted == codec || wanted.signature().equals(codec.signature());
      return same && !wanted.external() ? stored : wanted.encode(get());
    }
  }

  /** A value that is on no record. */
  final class Plain implements Val {
    private final @Nullable Object value;
    private @Nullable Codec lastCodec;
    private @Nullable StoredValue lastStored;

    Plain(@Nullable Object value) {
      this.value = value;
    }

    @Override
    public @Nullable Object get() {
      return value;
    }

    @Override
    public StoredValue as(Codec codec) {
      StoredValue stored = lastStored;
      if (stored == null || lastCodec != codec) {
        stored = codec.encode(value);
        lastCodec = codec;
        lastStored = stored;
      }
      return stored;
    }
  }

  /** A value put together from others; each {@link #get} assembles a new one from its parts. */
  final class Parts implements Val {
    private final Assemble.Kind kind;
    private final Val[] parts;
    private final @Nullable Class<?> detail;
    private @Nullable Codec lastCodec;
    private @Nullable StoredValue lastStored;

    Parts(Assemble.Kind kind, Val[] parts, @Nullable Class<?> detail) {
      this.kind = kind;
      this.parts = parts;
      this.detail = detail;
    }

    /** The parts, where this is a list; so that spreading it need not decode and encode again. */
    Val @Nullable [] elements() {
      return kind == Assemble.Kind.LIST ? parts : null;
    }

    @Override
    public @Nullable Object get() {
      return switch (kind) {
        case LIST -> new ArrayList<>(Arrays.asList(objects()));
        case SET -> set();
        case MAP -> map();
        case OPTIONAL -> Optional.ofNullable(parts.length == 0 ? null : parts[0].get());
        case ARRAY -> array();
        case RECORD -> construct();
      };
    }

    @Override
    public StoredValue as(Codec codec) {
      StoredValue stored = lastStored;
      if (stored == null || lastCodec != codec) {
        stored = codec.encode(get());
        lastCodec = codec;
        lastStored = stored;
      }
      return stored;
    }

    private @Nullable Object[] objects() {
      @Nullable Object[] objects = new Object[parts.length];
      for (int i = 0; i < objects.length; i++) {
        objects[i] = parts[i].get();
      }
      return objects;
    }

    private Set<@Nullable Object> set() {
      return new LinkedHashSet<>(Arrays.asList(objects()));
    }

    private Map<@Nullable Object, @Nullable Object> map() {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (int i = 0; i < parts.length; i += 2) {
        map.put(parts[i].get(), parts[i + 1].get());
      }
      return map;
    }

    private Object array() {
      Object array = Array.newInstance(detailClass(), parts.length);
      for (int i = 0; i < parts.length; i++) {
        Array.set(array, i, parts[i].get());
      }
      return array;
    }

    private Object construct() {
      Class<?> type = detailClass();
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = components[i].getType();
      }
      try {
        Constructor<?> canonical = type.getDeclaredConstructor(types);
        canonical.setAccessible(true);
        return canonical.newInstance(objects());
      } catch (java.lang.reflect.InvocationTargetException e) {
        throw Thrown.sneaky(e.getCause() == null ? e : e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("no canonical constructor of " + type, e);
      }
    }

    private Class<?> detailClass() {
      return java.util.Objects.requireNonNull(detail, "an array or record names its class");
    }
  }

  /** A recorded constant whose codec is not known yet; never leaves {@link FlatFormat}. */
  record Unread(String signature, StoredValue stored) implements Val {
    @Override
    public Object get() {
      throw new IllegalStateException("a constant is given its codec before it is used");
    }

    @Override
    public StoredValue as(Codec codec) {
      return stored;
    }
  }

  /** The elements of a value that is spread: of a list, another collection, or an array. */
  static List<Val> spread(Val value) {
    if (value instanceof Parts parts) {
      Val[] elements = parts.elements();
      if (elements != null) {
        return Arrays.asList(elements);
      }
    }
    Object object = value.get();
    List<Val> elements = new ArrayList<>();
    if (object instanceof Iterable<?> items) {
      for (Object item : items) {
        elements.add(new Plain(item));
      }
    } else if (object != null && object.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(object); i++) {
        elements.add(new Plain(Array.get(object, i)));
      }
    } else {
      throw new IllegalArgumentException(
          "each needs a list, another Iterable or an array to spread, not "
              + (object == null ? "null" : object.getClass().getName()));
    }
    return elements;
  }
}
