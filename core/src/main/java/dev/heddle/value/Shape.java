package dev.heddle.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type without variables and wildcards: a class and the shapes its type parameters stand for. */
record Shape(Class<?> raw, List<Shape> arguments) {

  static Shape of(Class<?> raw) {
    return new Shape(raw, List.of());
  }

  Shape argument(int index) {
    return arguments.get(index);
  }

  /** As a reflected type. */
  Type toType() {
    return arguments.isEmpty() ? raw : new Bound(this);
  }

  // By hand: those the compiler makes for a record assemble method handles at their first use,
  // which
  // costs a short command 30 ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape s && s.raw == raw && s.arguments.equals(arguments);
  }

  @Override
  public int hashCode() {
    return raw.hashCode() * 31 + arguments.hashCode();
  }

  /** Canonical text: binary class names. */
  String signature() {
    return text(Class::getName);
  }

  /** Text for people: simple names. */
  String simple() {
    return text(Class::getSimpleName);
  }

  private String text(Function<Class<?>, String> name) {
    if (raw.isArray()) {
      return componentText(name) + "[]";
    }
    return arguments.isEmpty()
        ? name.apply(raw)
        : name.apply(raw)
            + arguments.stream().map(a -> a.text(name)).collect(Collectors.joining(", ", "<", ">"));
  }

  private String componentText(Function<Class<?>, String> name) {
    return arguments.isEmpty() ? name.apply(raw.componentType()) : arguments.get(0).text(name);
  }

  /** A parameterised type put together here. */
  private record Bound(Shape shape) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return shape.arguments.stream().map(Shape::toType).toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return shape.raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return shape.raw.getDeclaringClass();
    }

    @Override
    public String toString() {
      return shape.signature();
    }
  }
}
