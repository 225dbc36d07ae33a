package dev.heddle.value;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** Which type arguments a permitted class has, when those of its sealed interface are known. */
final class SubtypeShape {
  private SubtypeShape() {}

  static Shape of(Class<?> subtype, Shape parent, Route route) {
    List<Shape> arguments = new ArrayList<>();
    for (Type variable : subtype.getTypeParameters()) {
      arguments.add(argument(variable, subtype, parent, route));
    }
    return new Shape(subtype, List.copyOf(arguments));
  }

  private static Shape argument(Type variable, Class<?> subtype, Shape parent, Route route) {
    for (Type implemented : subtype.getGenericInterfaces()) {
      if (implemented instanceof ParameterizedType p && p.getRawType() == parent.raw()) {
        int index = List.of(p.getActualTypeArguments()).indexOf(variable);
        if (index >= 0) {
          return parent.argument(index);
        }
      }
    }
    throw route.refuse(
        subtype.getName(),
        "its type variable " + variable.getTypeName() + " is not one of its sealed interface's",
        "Let " + parent.raw().getSimpleName() + " declare it too");
  }
}
