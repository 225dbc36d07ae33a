package dev.heddle.task;

import dev.heddle.Expr;
import dev.heddle.TaskDefinitionException;
import java.lang.invoke.MethodType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a task's signature may be, as far as it does not depend on codecs. */
final class Signatures {
  private Signatures() {}

  static void check(Method method, TaskSpec spec) {
    if (spec.isDirect()) {
      checkDirect(method);
    } else if (method.getTypeParameters().length > 0) {
      throw refused(
          method,
          "is generic. The types of a task are fixed, since its results are read back by them:"
              + " write a method without type parameters that calls this one");
    }
    if (!spec.name().isEmpty() && spec.name().isBlank()) {
      throw refused(method, "has a blank name: " + spec.annotation() + "(name = \"…\")");
    }
    if (spec.name().isEmpty() && !spec.isDirect() && isOverloaded(method)) {
      throw refused(
          method,
          "is one of several tasks called "
              + method.getName()
              + ": each must pin its name, @Task(name = \"…\")");
    }
    checkParameters(method);
    checkReturn(method);
  }

  /** What only a method that is woven must be able to do. */
  private static void checkDirect(Method method) {
    if (Modifier.isAbstract(method.getModifiers()) || Modifier.isNative(method.getModifiers())) {
      throw refused(
          method, "has no body in Java that could run on a worker: annotate what implements it");
    }
    if (isAccessor(method)) {
      throw refused(
          method,
          "is an accessor, which is asked whenever such a record is written down: annotate a method"
              + " that calls it");
    }
    if (method.getReturnType() == Expr.class) {
      throw refused(
          method,
          "returns an expression. A direct call gives its value: return that, or make it a @Task");
    }
  }

  private static boolean isAccessor(Method method) {
    RecordComponent[] components = method.getDeclaringClass().getRecordComponents();
    return components != null
        && Stream.of(components).anyMatch(component -> method.equals(component.getAccessor()));
  }

  /** What a direct task may return so that its caller does not block. */
  static boolean isFuture(Class<?> type) {
    return type == CompletableFuture.class
        || type == CompletionStage.class
        || type == java.util.concurrent.Future.class;
  }

  /** As what the parts of an argument are recorded: a {@code Stream} as a list. */
  static Type ofParts(Type type) {
    return type instanceof ParameterizedType p && p.getRawType() == Stream.class
        ? new TypeArguments.Parameterized(List.class, List.of(p.getActualTypeArguments()))
        : type;
  }

  static boolean isOverloaded(Method method) {
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

  static Class<?> raw(Type type) {
    if (type instanceof Class<?> c) {
      return c;
    }
    if (type instanceof GenericArrayType) {
      return Object[].class;
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
    Class<?> type = method.getDeclaringClass();
    return (type.isAnonymousClass() ? type.getName() : type.getSimpleName())
        + "."
        + method.getName()
        + Stream.of(method.getParameterTypes())
            .map(Class::getSimpleName)
            .collect(Collectors.joining(", ", "(", ")"));
  }

  /** With the whole name of its class: there is no stack trace that leads to it. */
  static String showWhole(Method method) {
    String name = method.getDeclaringClass().getPackageName();
    return (name.isEmpty() ? "" : name + ".") + show(method);
  }

  static String show(Type type) {
    return type.getTypeName().replaceAll("[\\w$]+\\.|\\w+\\$", "");
  }

  static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
