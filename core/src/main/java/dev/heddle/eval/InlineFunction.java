package dev.heddle.eval;

import dev.heddle.HeddleException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of an inline function, called the same way whether its lambda was made in this process
 * or is revived from a record (LANGUAGE §1.5): captures first, then arguments.
 */
final class InlineFunction {
  private final Body body;
  private final MethodHandle handle;

  private InlineFunction(Body body, MethodHandle handle) {
    this.body = body;
    this.handle = handle;
  }

  /** Where a body is. */
  record Body(String owner, String name, String descriptor, int kind) {}

  Body body() {
    return body;
  }

  /** The erased types of captures and arguments. */
  Class<?> parameterType(int index) {
    return handle.type().parameterType(index);
  }

  int parameterCount() {
    return handle.type().parameterCount();
  }

  /** Calls the body. */
  @Nullable Object invoke(@Nullable Object[] capturesAndArguments) throws Throwable {
    return handle.invokeWithArguments(capturesAndArguments);
  }

  /** The inline functions a class loader can see, each resolved once. */
  static final class Resolver {
    private final Map<ClassLoader, Map<Body, InlineFunction>> known = new ConcurrentHashMap<>();

    InlineFunction resolve(Body body, ClassLoader loader) {
      return known
          .computeIfAbsent(loader, l -> new ConcurrentHashMap<>())
          .computeIfAbsent(body, b -> new InlineFunction(b, find(b, loader)));
    }

    private static MethodHandle find(Body body, ClassLoader loader) {
      try {
        Class<?> owner = Class.forName(body.owner(), false, loader);
        MethodType type = MethodType.fromMethodDescriptorString(body.descriptor(), loader);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        if (body.kind() == MethodHandleInfo.REF_newInvokeSpecial) {
          Constructor<?> constructor = owner.getDeclaredConstructor(type.parameterArray());
          constructor.setAccessible(true);
          return lookup.unreflectConstructor(constructor);
        }
        Method method = method(owner, body.name(), type);
        if (!(java.lang.reflect.Modifier.isPublic(method.getModifiers())
            && java.lang.reflect.Modifier.isPublic(method.getDeclaringClass().getModifiers()))) {
          method.setAccessible(true);
        }
        return lookup.unreflect(method);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw new HeddleException(
            "The inline function "
                + body.owner()
                + "."
                + body.name()
                + " can't be called: "
                + e.getMessage()
                + ". If its module is named, open its package to dev.heddle.core.",
            e);
      }
    }

    private static Method method(Class<?> owner, String name, MethodType type)
        throws NoSuchMethodException {
      for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
        for (Method method : c.getDeclaredMethods()) {
          if (method.getName().equals(name)
              && method.getReturnType() == type.returnType()
              && java.util.Arrays.equals(method.getParameterTypes(), type.parameterArray())) {
            return method;
          }
        }
      }
      return owner.getMethod(name, type.parameterArray());
    }
  }
}
