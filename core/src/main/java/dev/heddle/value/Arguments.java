package dev.heddle.value;

import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Map;

/** The type arguments of a parameterised type. */
final class Arguments {
  private Arguments() {}

  /** What to call the argument in an error. */
  static String step(Class<?> raw, int index) {
    if (Map.class.isAssignableFrom(raw)) {
      return index == 0 ? "its key" : "its value";
    }
    return raw.isRecord() || raw.isSealed()
        ? "its " + raw.getTypeParameters()[index].getName()
        : "its element";
  }

  /** An unbounded wildcard is as narrow as the variable it stands for. */
  static Type bounded(Type argument, Class<?> raw, int index) {
    if (argument instanceof WildcardType w && w.getUpperBounds()[0] == Object.class) {
      Type bound = raw.getTypeParameters()[index].getBounds()[0];
      return bound instanceof Class<?> ? bound : Object.class;
    }
    return argument;
  }
}
