package dev.heddle.value;

import dev.heddle.TaskRef;
import dev.heddle.ValueCodec;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * From a reflected type to its codec: replaces variables and wildcards, finds the codec of each
 * part, ties the knots of recursive records. Resolves under one lock; what is unfinished is seen by
 * nobody else.
 */
final class TypeResolver {
  private final Map<Class<?>, ValueCodec<?>> custom = new HashMap<>();
  private final BuiltIn builtIn;
  private final Consumer<Class<?>> met;
  private final Function<Shape, TypeCodec> taskRef;
  private final Encoders encoders;
  private final Records records = new Records(this);
  private final Map<Shape, TypeCodec> finished = new HashMap<>();
  private final Map<Shape, TypeCodec> unfinished = new HashMap<>();

  /**
   * @param met told of each record and enum without type parameters
   * @param taskRef makes the codec of a {@code TaskRef}
   */
  TypeResolver(
      List<ValueCodec<?>> custom,
      Consumer<Class<?>> met,
      Function<Shape, TypeCodec> taskRef,
      Encoders encoders) {
    this.taskRef = taskRef;
    this.builtIn = new BuiltIn(encoders);
    this.met = met;
    this.encoders = encoders;
    for (ValueCodec<?> codec : custom) {
      if (this.custom.put(codec.type(), codec) != null) {
        throw new UnserializableValueException(
            "Two codecs are given for " + codec.type().getName() + ": keep one", null);
      }
    }
  }

  synchronized TypeCodec resolve(Type type, String where) {
    Route route = new Route(null, where.isEmpty() ? "a value" : where);
    unfinished.clear();
    try {
      TypeCodec codec = codec(shape(type, Map.of(), route), route);
      unfinished.values().forEach(TypeCodec::settle);
      finished.putAll(unfinished);
      return codec;
    } finally {
      unfinished.clear();
    }
  }

  /** The codec of a part; for a type being resolved, the codec that will be completed. */
  TypeCodec codec(Shape shape, Route route) {
    TypeCodec done = finished.get(shape);
    if (done == null) {
      done = unfinished.get(shape);
    }
    if (done != null) {
      return done;
    }
    TypeCodec made = make(shape, route);
    unfinished.put(shape, made);
    return made;
  }

  private TypeCodec make(Shape shape, Route route) {
    Class<?> raw = shape.raw();
    ValueCodec<?> own = custom.get(raw);
    if (own != null) {
      return new CustomCodec(shape, own, encoders);
    }
    if (raw == TaskRef.class) {
      return taskRef.apply(shape);
    }
    Optional<TypeCodec> plain = builtIn.plain(raw);
    if (plain.isPresent()) {
      return plain.get();
    }
    Optional<TypeCodec> container =
        builtIn.container(shape, (part, step) -> codec(part, route.then(step)), route);
    if (container.isPresent()) {
      return container.get();
    }
    if (raw.isEnum() || (raw.isRecord() && shape.arguments().isEmpty())) {
      met.accept(raw);
    }
    if (raw.isEnum()) {
      return new EnumCodec(raw, encoders);
    }
    if (raw.isRecord()) {
      RecordCodec codec = records.begin(shape, encoders, route);
      unfinished.put(shape, codec);
      codec.complete(records.components(shape, route));
      return codec;
    }
    if (raw.isInterface() && raw.isSealed()) {
      SealedCodec codec = new SealedCodec(shape, encoders);
      unfinished.put(shape, codec);
      permit(codec, shape, shape, route);
      return codec;
    }
    throw Refusals.of(raw, route);
  }

  private void permit(SealedCodec codec, Shape whole, Shape parent, Route route) {
    for (Class<?> permitted : parent.raw().getPermittedSubclasses()) {
      Route step = route.then("its permitted " + permitted.getSimpleName());
      Shape member = SubtypeShape.of(permitted, parent, step);
      if (permitted.isInterface() && permitted.isSealed() && !custom.containsKey(permitted)) {
        permit(codec, whole, member, step);
      } else if (!codec.add(codec(member, step))) {
        throw step.refuse(
            whole.simple(),
            "two of its permitted classes have the simple name " + permitted.getSimpleName(),
            "Rename one: the name tells them apart in the record");
      }
    }
  }

  /** The shape of a type, its variables looked up in {@code bound}. */
  Shape shape(Type type, Map<TypeVariable<?>, Shape> bound, Route route) {
    if (type instanceof Class<?> c) {
      return ofClass(c, route);
    }
    if (type instanceof ParameterizedType p) {
      Class<?> raw = (Class<?>) p.getRawType();
      List<Shape> arguments = new ArrayList<>();
      Type[] given = p.getActualTypeArguments();
      for (int i = 0; i < given.length; i++) {
        Route step = route.then(Arguments.step(raw, i));
        arguments.add(shape(Arguments.bounded(given[i], raw, i), bound, step));
      }
      return new Shape(raw, List.copyOf(arguments));
    }
    if (type instanceof GenericArrayType a) {
      Shape component = shape(a.getGenericComponentType(), bound, route.then("its element"));
      return new Shape(component.raw().arrayType(), List.of(component));
    }
    if (type instanceof WildcardType w) {
      return shape(w.getUpperBounds()[0], bound, route);
    }
    if (type instanceof TypeVariable<?> v) {
      Shape known = bound.get(v);
      if (known != null) {
        return known;
      }
    }
    throw route.refuse(
        type.getTypeName(),
        "a type variable stands for any type",
        "Declare the task with the type itself, e.g. List<String>");
  }

  private Shape ofClass(Class<?> c, Route route) {
    if (c.isArray() && !c.componentType().isPrimitive()) {
      return new Shape(c, List.of(ofClass(c.componentType(), route.then("its element"))));
    }
    if (c.getTypeParameters().length > 0 && c != TaskRef.class && !custom.containsKey(c)) {
      throw route.refuse(
          c.getName(),
          "a raw type does not say what it holds",
          "Declare its type arguments: "
              + c.getSimpleName()
              + Arrays.stream(c.getTypeParameters())
                  .map(v -> "…")
                  .collect(java.util.stream.Collectors.joining(", ", "<", ">")));
    }
    return Shape.of(c);
  }
}
