package dev.heddle.direct;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

/** Which methods of a class override one of a superclass (JLS §8.4.8.1), as compiled. */
final class Overriding {
  private Overriding() {}

  /** Whether a method that this class declares stands before the one of its superclass. */
  static boolean isIn(Class<?> type, Method inherited) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(
            other ->
                other.getName().equals(inherited.getName())
                    && Arrays.equals(other.getParameterTypes(), inherited.getParameterTypes())
                    && mayOverride(other, inherited)
                    && (!other.isBridge() || leadsToOwn(other)));
  }

  private static boolean mayOverride(Method other, Method inherited) {
    int neither = Modifier.STATIC | Modifier.PRIVATE;
    return (other.getModifiers() & neither) == 0
        && ((inherited.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
            || samePackage(other.getDeclaringClass(), inherited.getDeclaringClass()));
  }

  private static boolean samePackage(Class<?> one, Class<?> other) {
    return one.getClassLoader() == other.getClassLoader()
        && one.getPackageName().equals(other.getPackageName());
  }

  /**
   * Whether a bridge leads to a method of its own class, one whose types are narrower. The other
   * kind only makes a method of a hidden superclass visible: it calls that, and has copies of its
   * annotations.
   */
  private static boolean leadsToOwn(Method bridge) {
    return Stream.of(bridge.getDeclaringClass().getDeclaredMethods())
        .anyMatch(
            own ->
                !own.isBridge()
                    && own.getName().equals(bridge.getName())
                    && bridge.getReturnType().isAssignableFrom(own.getReturnType())
                    && areNarrower(own.getParameterTypes(), bridge.getParameterTypes())
                    && Arrays.equals(
                        own.getDeclaredAnnotations(), bridge.getDeclaredAnnotations()));
  }

  private static boolean areNarrower(Class<?>[] types, Class<?>[] wider) {
    if (types.length != wider.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (!wider[i].isAssignableFrom(types[i])) {
        return false;
      }
    }
    return true;
  }
}
