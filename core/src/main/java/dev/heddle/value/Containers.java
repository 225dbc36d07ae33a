package dev.heddle.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The JDK's generic types, each by the class that is made on reading it. */
final class Containers {
  private static final Map<Class<?>, SequenceCodec.Into> SEQUENCES =
      Map.of(
          Iterable.class, SequenceCodec.Into.ARRAY_LIST,
          Collection.class, SequenceCodec.Into.ARRAY_LIST,
          List.class, SequenceCodec.Into.ARRAY_LIST,
          ArrayList.class, SequenceCodec.Into.ARRAY_LIST,
          LinkedHashSet.class, SequenceCodec.Into.LINKED_HASH_SET);

  private static final Map<Class<?>, SetCodec.Into> SETS =
      Map.of(
          Set.class, SetCodec.Into.LINKED_HASH_SET,
          HashSet.class, SetCodec.Into.LINKED_HASH_SET,
          SortedSet.class, SetCodec.Into.TREE_SET,
          NavigableSet.class, SetCodec.Into.TREE_SET,
          TreeSet.class, SetCodec.Into.TREE_SET,
          EnumSet.class, SetCodec.Into.ENUM_SET);

  private static final Map<Class<?>, MapCodec.Into> MAPS =
      Map.of(
          Map.class, MapCodec.Into.LINKED_HASH_MAP,
          HashMap.class, MapCodec.Into.LINKED_HASH_MAP,
          LinkedHashMap.class, MapCodec.Into.ORDERED_MAP,
          SortedMap.class, MapCodec.Into.TREE_MAP,
          NavigableMap.class, MapCodec.Into.TREE_MAP,
          TreeMap.class, MapCodec.Into.TREE_MAP,
          EnumMap.class, MapCodec.Into.ENUM_MAP);

  private Containers() {}

  static Optional<TypeCodec> of(
      Shape shape, BiFunction<Shape, String, TypeCodec> part, Route route, Encoders encoders) {
    Class<?> raw = shape.raw();
    if (raw.isArray()) {
      return Optional.of(
          new SequenceCodec(
              shape,
              SequenceCodec.Into.ARRAY,
              part.apply(shape.argument(0), "its element"),
              encoders));
    }
    if (raw == Optional.class) {
      return Optional.of(
          OptionalCodec.of(shape, part.apply(shape.argument(0), "its element"), encoders));
    }
    SequenceCodec.Into sequence = sequence(raw);
    if (sequence != null) {
      return Optional.of(
          new SequenceCodec(
              shape, sequence, part.apply(shape.argument(0), "its element"), encoders));
    }
    SetCodec.Into set = SETS.get(raw);
    if (set != null) {
      refuseUnsorted(shape, set == SetCodec.Into.TREE_SET, route);
      return Optional.of(
          new SetCodec(shape, set, part.apply(shape.argument(0), "its element"), encoders));
    }
    MapCodec.Into map =
        raw.getName().equals("java.util.SequencedMap") ? MapCodec.Into.ORDERED_MAP : MAPS.get(raw);
    if (map != null) {
      refuseUnsorted(shape, map == MapCodec.Into.TREE_MAP, route);
      return Optional.of(
          new MapCodec(
              shape,
              map,
              part.apply(shape.argument(0), "its key"),
              part.apply(shape.argument(1), "its value"),
              encoders));
    }
    return Optional.empty();
  }

  /** By name too: the sequenced collections came with Java 21. */
  private static SequenceCodec.@Nullable Into sequence(Class<?> raw) {
    return switch (raw.getName()) {
      case "java.util.SequencedCollection" -> SequenceCodec.Into.ARRAY_LIST;
      case "java.util.SequencedSet" -> SequenceCodec.Into.LINKED_HASH_SET;
      default -> SEQUENCES.get(raw);
    };
  }

  private static void refuseUnsorted(Shape shape, boolean sorted, Route route) {
    Class<?> key = shape.argument(0).raw();
    if (sorted && !key.isPrimitive() && !Comparable.class.isAssignableFrom(key)) {
      throw route.refuse(
          shape.simple(),
          key.getSimpleName() + " has no natural order",
          "Let it implement Comparable, or declare "
              + (Map.class.isAssignableFrom(shape.raw()) ? "Map" : "Set"));
    }
  }
}
