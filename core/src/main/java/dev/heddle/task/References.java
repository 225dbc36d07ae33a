package dev.heddle.task;

import dev.heddle.TaskDefinitionException;
import dev.heddle.expr.FunctionObject;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/** Resolves method references to tasks, once per class the JVM made for one. */
final class References {
  /** What is known of one place in the code that has a method reference. */
  private static final class Site {
    /** The task as written, before a receiver is looked at. */
    private volatile TaskMethod.@Nullable Reference resolved;
  }

  private static final ClassValue<Site> SITES =
      new ClassValue<>() {
        @Override
        protected Site computeValue(Class<?> type) {
          return new Site();
        }
      };

  private References() {}

  static TaskMethod.Reference resolve(Serializable function) {
    Site site = SITES.get(function.getClass());
    TaskMethod.Reference known = site.resolved;
    if (known != null && !known.bound()) {
      return known;
    }
    SerializedLambda form = FunctionObject.form(function);
    TaskMethod written = known == null ? task(form, function) : known.task();
    boolean bound = form.getCapturedArgCount() > 0;
    if (known == null) {
      site.resolved = new TaskMethod.Reference(written, null, bound);
    }
    if (!bound) {
      return new TaskMethod.Reference(written, null, false);
    }
    Object receiver = form.getCapturedArg(0);
    return new TaskMethod.Reference(written.on(receiver), receiver, true);
  }

  private static TaskMethod task(SerializedLambda form, Serializable function) {
    String implName = form.getImplMethodName();
    Class<?> impl = FunctionObject.load(form.getImplClass(), function);
    if (implName.equals("<init>")) {
      throw new TaskDefinitionException(
          impl.getSimpleName()
              + "::new is a constructor, not a task: lift a record with"
              + " record("
              + impl.getSimpleName()
              + "::new, …), or write a @Task method that makes it");
    }
    Method met = Declarations.find(impl, implName, form.getImplMethodSignature());
    if (met == null) {
      throw new TaskDefinitionException(
          "no method " + impl.getName() + "." + implName + form.getImplMethodSignature());
    }
    if (met.isSynthetic() && !met.isBridge()) {
      throw notDirect(impl);
    }
    Class<?> start = named(form, met, impl, function);
    Method task = Declarations.declaration(start, met);
    if (task == null) {
      throw Declarations.noTask(met);
    }
    TaskMethod found = TaskMethod.of(start, task);
    if (found.returnsFuture()) {
      throw new TaskDefinitionException(
          Signatures.show(task)
              + " returns a future: call it. An expression or an order of it would give the value"
              + " itself, which is not what the reference's type says");
    }
    return found;
  }

  /**
   * The class written before the {@code ::} where the form still says it. Compilers before 18 put
   * the declaring class in its place; for an unbound reference the first parameter tells.
   */
  private static Class<?> named(
      SerializedLambda form, Method met, Class<?> impl, Serializable function) {
    if (Modifier.isStatic(met.getModifiers()) || form.getCapturedArgCount() > 0) {
      return impl;
    }
    String signature = form.getInstantiatedMethodType();
    if (!signature.startsWith("(L")) {
      return impl;
    }
    Class<?> first = FunctionObject.load(signature.substring(2, signature.indexOf(';')), function);
    return impl.isAssignableFrom(first) ? first : impl;
  }

  private static TaskDefinitionException notDirect(Class<?> impl) {
    String type = impl.getSimpleName();
    return new TaskDefinitionException(
        "a lambda in "
            + impl.getName()
            + " is not a task. A task is named by a method reference, T::f. If this is one, the"
            + " compiler had to turn it into a lambda, as it does for varargs methods, super::f and"
            + " protected methods of another package: then name the method,"
            + " TaskRef.of("
            + type
            + ".class, \"f\"), or for varargs use a typed constant,"
            + " `static final Fn1<String[], R> F = "
            + type
            + "::f;`. A function that is not to be recorded goes into Expr.map.");
  }
}
