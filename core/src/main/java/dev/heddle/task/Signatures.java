package dev.heddle.task;

import dev.heddle.Expr;
import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a task's signature may be, as far as it does not depend on codecs. */
final class Signatures {
  private Signatures() {}

  static void check(Method method, Task annotation) {
    if (method.getTypeParameters().length > 0) {
      throw refused(
          method,
          "is generic. The types of a task are fixed, since its results are read back by them:"
              + " write a method without type parameters that calls this one");
    }
    if (!annotation.name().isEmpty() && annotation.name().isBlank()) {
      throw refused(method, "has a blank name: @Task(name = \"…\")");
    }
    if (annotation.name().isEmpty() && overloaded(method)) {
      throw refused(
          method,
          "is one of several tasks called "
              + method.getName()
              + ": each must pin its name, @Task(name = \"…\")");
    }
    checkParameters(method);
    checkReturn(method);
  }

  private static boolean overloaded(Method method) {
    return Declarations.tasksIn(method.getDeclaringClass()).stream()
            .filter(m -> m.getName().equals(method.getName()))
            .count()
        > 1;
  }

  private static void checkParameters(Method method) {
    for (Type type : method.getGenericParameterTypes()) {
      if (mentionsExpr(type)) {
        throw refused(
            method,
            "has a parameter of type "
                + show(type)
                + ". The parameters of a task are plain values: declare "
                + show(type).replaceAll("\\bExpr<(.+?)>", "$1")
                + " and pass the expression itself, lazy(…, expr)"
                + (raw(type) == Expr.class ? "" : ", several of them lifted with " + lifter(type)));
      }
    }
  }

  private static void checkReturn(Method method) {
    Type type = method.getGenericReturnType();
    if (method.getReturnType() == Expr.class) {
      if (!(type instanceof ParameterizedType expr)) {
        throw refused(method, "returns a raw Expr: say of what, Expr<…>");
      }
      type = expr.getActualTypeArguments()[0];
    }
    if (mentionsExpr(type)) {
      throw refused(
          method,
          "returns "
              + show(method.getGenericReturnType())
              + ". An expression stands only at the top of a return type: return Expr<"
              + show(type).replaceAll("\\bExpr<(.+?)>", "$1")
              + ">, made with "
              + lifter(type));
    }
  }

  private static boolean mentionsExpr(Type type) {
    return mention(type, new HashSet<>()) != null;
  }

  /** The innermost type that holds an expression, or null if none does. */
  private static @Nullable Type mention(Type type, Set<Type> seen) {
    if (!seen.add(type)) {
      return null;
    }
    if (type instanceof Class<?> c) {
      if (Expr.class.isAssignableFrom(c)) {
        return c;
      }
      if (c.isArray()) {
        return holds(type, c.getComponentType(), seen);
      }
      return c.isRecord() ? inComponents(c, seen) : null;
    }
    if (type instanceof ParameterizedType p) {
      if (p.getRawType() == Expr.class) {
        return p;
      }
      for (Type argument : p.getActualTypeArguments()) {
        Type found = holds(type, argument, seen);
        if (found != null) {
          return found;
        }
      }
      return p.getRawType() instanceof Class<?> raw && raw.isRecord()
          ? inComponents(raw, seen)
          : null;
    }
    if (type instanceof GenericArrayType array) {
      return holds(type, array.getGenericComponentType(), seen);
    }
    if (type instanceof WildcardType wildcard) {
      return Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds())
          .flatMap(Stream::of)
          .map(bound -> mention(bound, seen))
          .flatMap(found -> Optional.ofNullable(found).stream())
          .findFirst()
          .orElse(null);
    }
    return null;
  }

  private static @Nullable Type inComponents(Class<?> record, Set<Type> seen) {
    for (RecordComponent component : record.getRecordComponents()) {
      if (holds(record, component.getGenericType(), seen) != null) {
        return record;
      }
    }
    return null;
  }

  private static @Nullable Type holds(Type holder, Type held, Set<Type> seen) {
    Type found = mention(held, seen);
    if (found == null) {
      return null;
    }
    return raw(found) == Expr.class ? holder : found;
  }

  private static String lifter(Type type) {
    Type holder = mention(type, new HashSet<>());
    Class<?> raw = holder == null ? Object.class : raw(holder);
    if (raw == Expr.class) {
      return "flatMap";
    } else if (raw.isArray() || holder instanceof GenericArrayType) {
      return "array(…)";
    } else if (Map.class.isAssignableFrom(raw)) {
      return "mapOf(entry(…), …)";
    } else if (Set.class.isAssignableFrom(raw)) {
      return "setOf(…)";
    } else if (raw == Optional.class) {
      return "optional(…)";
    } else if (raw.isRecord()) {
      return "record(" + raw.getSimpleName() + "::new, …)";
    }
    return "listOf(…)";
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    return type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> c
        ? c
        : Object.class;
  }

  private static TaskDefinitionException refused(Method method, String why) {
    return new TaskDefinitionException("the task " + show(method) + " " + why);
  }

  /** A method as people write it: {@code Reports.build(String)}. */
  static String show(Method method) {
    return method.getDeclaringClass().getSimpleName()
        + "."
        + method.getName()
        + Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String show(Type type) {
    return type.getTypeName().replaceAll("[\\w$]+\\.|\\w+\\$", "");
  }

  static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
