package dev.heddle.task;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The names of a method's parameters, as far as the compiler kept them. */
final class ParameterNames {
  private ParameterNames() {}

  static List<String> of(Method method) {
    Parameter[] parameters = method.getParameters();
    if (Stream.of(parameters).allMatch(Parameter::isNamePresent)) {
      return Stream.of(parameters).map(Parameter::getName).toList();
    }
    Map<Integer, String> locals = LocalVariableNames.of(method);
    List<String> names = new ArrayList<>();
    int slot = Modifier.isStatic(method.getModifiers()) ? 0 : 1;
    for (int i = 0; i < parameters.length; i++) {
      names.add(locals.getOrDefault(slot, "arg" + i));
      slot += slots(parameters[i].getType());
    }
    return List.copyOf(names);
  }

  private static int slots(Class<?> type) {
    return type == long.class || type == double.class ? 2 : 1;
  }
}
