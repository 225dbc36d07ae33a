package dev.heddle.value;

import dev.heddle.DirRef;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import dev.heddle.TaskRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The classes whose objects tell their type. */
final class SelfDescribedTypes {
  private static final Map<String, Class<?>> BUILT_IN =
      Stream.concat(
              Stream.<Class<?>>of(
                  Boolean.class,
                  Byte.class,
                  Short.class,
                  Integer.class,
                  Long.class,
                  Character.class,
                  Float.class,
                  Double.class,
                  String.class,
                  BigInteger.class,
                  BigDecimal.class,
                  TaskRef.class,
                  FileRef.class,
                  DirRef.class,
                  FileSet.class),
              Texts.classes().stream())
          .collect(Collectors.toMap(Class::getName, Function.identity()));

  private static final List<Class<?>> PRIMITIVES =
      List.of(
          boolean.class,
          byte.class,
          short.class,
          int.class,
          long.class,
          char.class,
          float.class,
          double.class);

  private SelfDescribedTypes() {}

  static @Nullable Class<?> builtIn(String name) {
    return BUILT_IN.get(name);
  }

  /** The class that an object of this class is declared as, or null if it does not tell. */
  static @Nullable Class<?> declared(Class<?> type) {
    if (BUILT_IN.containsKey(type.getName())) {
      return type;
    }
    if (PRIMITIVES.contains(type)) {
      return java.lang.invoke.MethodType.methodType(type).wrap().returnType();
    }
    if (isOwn(type)) {
      return type;
    }
    Class<?> parent = type.getSuperclass();
    if (parent != null && parent.isEnum()) {
      return parent; // a constant with a body
    }
    return Texts.declared(type);
  }

  /** A record without type parameters, or an enum. */
  static boolean isOwn(Class<?> type) {
    return type.isEnum() || (type.isRecord() && type.getTypeParameters().length == 0);
  }
}
