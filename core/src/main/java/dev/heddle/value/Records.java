package dev.heddle.value;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes record classes apart. */
final class Records {
  private final TypeResolver types;

  Records(TypeResolver types) {
    this.types = types;
  }

  RecordCodec begin(Shape shape, Encoders encoders, Route route) {
    Class<?> type = shape.raw();
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return new RecordCodec(shape, constructor, encoders);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw closed(type, route, e);
    }
  }

  List<RecordCodec.Component> components(Shape shape, Route route) {
    Map<TypeVariable<?>, Shape> bound = new HashMap<>();
    TypeVariable<?>[] variables = shape.raw().getTypeParameters();
    for (int i = 0; i < variables.length; i++) {
      bound.put(variables[i], shape.argument(i));
    }
    List<RecordCodec.Component> components = new ArrayList<>();
    for (RecordComponent c : shape.raw().getRecordComponents()) {
      Route step = route.then("." + c.getName());
      refuseHidden(c, step);
      TypeCodec codec = types.codec(types.shape(c.getGenericType(), bound, step), step);
      components.add(
          new RecordCodec.Component(c.getName(), codec, accessor(c, step), label(c.getName())));
    }
    return components;
  }

  private static Method accessor(RecordComponent component, Route route) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor;
    } catch (RuntimeException e) {
      throw closed(component.getDeclaringRecord(), route, e);
    }
  }

  private static UnserializableValueException closed(Class<?> type, Route route, Exception cause) {
    String module = String.valueOf(type.getModule().getName());
    UnserializableValueException error =
        route.refuse(
            type.getName(),
            "its components can't be read (" + cause.getMessage() + ")",
            "Add to the module-info of "
                + module
                + ": opens "
                + type.getPackageName()
                + " to dev.heddle.core");
    error.initCause(cause);
    return error;
  }

  private static byte[] label(String name) {
    JsonText text = new JsonText();
    text.string(name).mark(':');
    return text.toBytes();
  }

  /** A component that other JSON would hide: it is unclear whether it is to be kept. */
  private static void refuseHidden(RecordComponent c, Route route) {
    List<Annotation> all = new ArrayList<>(List.of(c.getAnnotations()));
    all.addAll(List.of(c.getAccessor().getAnnotations()));
    try {
      all.addAll(List.of(c.getDeclaringRecord().getDeclaredField(c.getName()).getAnnotations()));
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
    for (Annotation annotation : all) {
      String name = annotation.annotationType().getSimpleName();
      if (name.equals("JsonIgnore") || name.equals("JsonBackReference")) {
        throw route.refuse(
            c.getGenericType().getTypeName(),
            "@" + name + " hides it, so it would be lost in a recorded value",
            "Take the component out of the record, or the annotation off it");
      }
    }
  }
}
