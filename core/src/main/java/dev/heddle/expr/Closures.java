package dev.heddle.expr;

import dev.heddle.DirectTask;
import dev.heddle.ExpressionException;
import dev.heddle.External;
import dev.heddle.Task;
import dev.heddle.TaskRef;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes inline functions apart, those without captures once per place in the code. */
final class Closures {
  /** What is known of one place in the code that has a function. */
  private static final class Site {
    private volatile boolean checked;
    private volatile @Nullable Closure withoutCaptures;
  }

  private static final ClassValue<Site> SITES =
      new ClassValue<>() {
        @Override
        protected Site computeValue(Class<?> type) {
          return new Site();
        }
      };

  private Closures() {}

  static Closure of(Serializable function) {
    Site site = SITES.get(function.getClass());
    Closure known = site.withoutCaptures;
    if (known != null) {
      return known;
    }
    SerializedLambda form = FunctionObject.form(function);
    if (!site.checked) {
      refuseTask(form, function);
      site.checked = true;
    }
    Closure closure = closure(form, function);
    if (closure.captures().isEmpty()) {
      site.withoutCaptures = closure;
    }
    return closure;
  }

  private static Closure closure(SerializedLambda form, Serializable function) {
    List<Node<?>> captures = new ArrayList<>();
    List<Boolean> asExpr = new ArrayList<>();
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      Object captured = form.getCapturedArg(i);
      if (!allowed(captured)) {
        throw forbidden(form, i, captured);
      }
      captures.add(captured instanceof Node<?> node ? node : new Const<>(captured));
      asExpr.add(captured instanceof Node);
    }
    return new Closure(
        function,
        form.getImplClass().replace('/', '.'),
        form.getImplMethodName(),
        form.getImplMethodSignature(),
        form.getImplMethodKind(),
        List.copyOf(captures),
        List.copyOf(asExpr));
  }

  /** Values whose type alone says how they are hashed and read back (LANGUAGE §1.5). */
  private static boolean allowed(@Nullable Object captured) {
    return captured == null
        || captured instanceof Node
        || captured instanceof String
        || captured instanceof Boolean
        || captured instanceof Character
        || captured instanceof Byte
        || captured instanceof Short
        || captured instanceof Integer
        || captured instanceof Long
        || captured instanceof Float
        || captured instanceof Double
        || captured instanceof Enum
        || captured instanceof External
        || captured instanceof TaskRef
        || (captured instanceof Record && captured.getClass().getTypeParameters().length == 0);
  }

  private static ExpressionException forbidden(
      SerializedLambda form, int index, @Nullable Object captured) {
    String type = captured == null ? "null" : captured.getClass().getName();
    boolean self =
        index == 0
            && form.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
            && form.getImplMethodName().startsWith("lambda$");
    return new ExpressionException(
        "an inline function in "
            + form.getCapturingClass().replace('/', '.')
            + " captures "
            + (self
                ? "`this`, by a field or a method of it: copy the field to a local variable, or"
                : "a " + type + ":")
            + " pass it as a task argument. Inline functions may capture primitives, strings,"
            + " enums, non-generic records, files, TaskRef and expressions");
  }

  /** Inline, a task would be a plain call: no record, no reuse. Nobody means that. */
  private static void refuseTask(SerializedLambda form, Serializable function) {
    if (form.getImplMethodName().startsWith("lambda$")
        || form.getImplMethodName().equals("<init>")) {
      return;
    }
    Class<?> type = FunctionObject.load(form.getImplClass(), function);
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(form.getImplMethodName())
          && (method.isAnnotationPresent(Task.class)
              || method.isAnnotationPresent(DirectTask.class))
          && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
              .toMethodDescriptorString()
              .equals(form.getImplMethodSignature())) {
        String name = type.getSimpleName() + "::" + method.getName();
        throw new ExpressionException(
            name
                + " is a task; as an inline function it would run unrecorded. Write lazy("
                + name
                + ", "
                + Stream.of(method.getParameterTypes())
                    .map(t -> "…")
                    .collect(Collectors.joining(", "))
                + ")");
      }
    }
  }
}
