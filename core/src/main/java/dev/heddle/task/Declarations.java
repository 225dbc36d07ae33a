package dev.heddle.task;

import dev.heddle.TaskDefinitionException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the annotated declaration that a name or a receiver leads to. */
final class Declarations {
  private Declarations() {}

  /** The methods a class itself declares as tasks; bridges carry copies of annotations. */
  static List<Method> tasksIn(Class<?> owner) {
    return Arrays.stream(owner.getDeclaredMethods())
        .filter(m -> TaskSpec.isTask(m) && !m.isBridge())
        .toList();
  }

  /** The task methods of which an owner of this class is asked to run the bodies. */
  static List<Method> servedBy(Class<?> owner) {
    boolean generic = owner.getTypeParameters().length > 0;
    boolean instances = !owner.isInterface() && !Modifier.isAbstract(owner.getModifiers());
    List<Method> served = new ArrayList<>();
    for (Class<?> type : instances && !generic ? lineage(owner) : Set.of(owner)) {
      for (Method method : tasksIn(type)) {
        boolean own = type == owner && (!generic || Modifier.isStatic(method.getModifiers()));
        boolean inherited =
            type != owner
                && !Modifier.isStatic(method.getModifiers())
                && (Modifier.isPrivate(method.getModifiers())
                    || method.equals(nearest(owner, method)));
        if (own || inherited) {
          served.add(method);
        }
      }
    }
    return served;
  }

  /** The only task method of this name, in the class or what it inherits from. */
  static Method named(Class<?> owner, String name) {
    List<Method> found = new ArrayList<>();
    Set<String> others = new LinkedHashSet<>();
    for (Class<?> type : lineage(owner)) {
      for (Method method : tasksIn(type)) {
        if (!method.getName().equals(name)) {
          others.add(method.getName());
        } else if (found.stream().noneMatch(f -> sameParameters(f, method))) {
          found.add(method);
        }
      }
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new TaskDefinitionException(
          owner.getName()
              + " has no task method \""
              + name
              + "\""
              + (others.isEmpty()
                  ? ": no method of it is annotated @Task"
                  : "; its tasks are " + String.join(", ", others)));
    }
    throw new TaskDefinitionException(
        owner.getName()
            + " has "
            + found.size()
            + " task methods \""
            + name
            + "\": use a typed constant to choose one,"
            + " `static final Fn1<A, R> F = "
            + owner.getSimpleName()
            + "::"
            + name
            + ";`");
  }

  /**
   * The task a method, met as (class, method), stands for: itself, or the annotated declaration it
   * overrides; null if there is none.
   */
  static @Nullable Method declaration(Class<?> start, Method met) {
    if (TaskSpec.isTask(met) && !met.isBridge()) {
      return met;
    }
    return overridable(met) ? nearest(start, met) : null;
  }

  private static @Nullable Method nearest(Class<?> start, Method like) {
    for (Class<?> type : lineage(start)) {
      for (Method method : tasksIn(type)) {
        if (overridable(method)
            && method.getName().equals(like.getName())
            && sameParameters(method, like)) {
          return method;
        }
      }
    }
    return null;
  }

  /** The method as found in the class or the nearest of what it inherits from. */
  static @Nullable Method find(Class<?> start, String name, String descriptor) {
    for (Class<?> type : lineage(start)) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.getName().equals(name) && Signatures.descriptor(method).equals(descriptor)) {
          return method;
        }
      }
    }
    return null;
  }

  /** The task of the method, met as one of the owner, on an instance. */
  static TaskMethod seenFrom(Object instance, Class<?> owner, Method method) {
    Class<?> user = userClass(instance, owner);
    Method overriding = user != owner && overridable(method) ? nearest(user, method) : null;
    return TaskMethod.of(user, overriding == null ? method : overriding);
  }

  /** The class its author wrote: proxies extend it or implement its interface. */
  private static Class<?> userClass(Object instance, Class<?> declared) {
    if (instance instanceof Enum<?> constant) {
      return constant.getDeclaringClass();
    }
    Class<?> type = instance.getClass();
    if (Proxy.isProxyClass(type) || type.isHidden()) {
      return declared;
    }
    while ((type.isSynthetic() || type.getName().contains("$$")) && type.getSuperclass() != null) {
      type = type.getSuperclass();
    }
    return declared.isAssignableFrom(type) ? type : declared;
  }

  static TaskDefinitionException noTask(Method method) {
    return new TaskDefinitionException(
        Signatures.show(method) + " is not a task: annotate it with @Task, or call it directly");
  }

  private static boolean overridable(Method method) {
    return (method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) == 0;
  }

  private static boolean sameParameters(Method one, Method other) {
    return Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }

  /** The class, its superclasses, then every interface, nearest first. */
  private static Set<Class<?>> lineage(Class<?> start) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> type = start; type != null; type = type.getSuperclass()) {
      types.add(type);
    }
    List<Class<?>> open = new ArrayList<>(types);
    for (int i = 0; i < open.size(); i++) {
      for (Class<?> implemented : open.get(i).getInterfaces()) {
        if (types.add(implemented)) {
          open.add(implemented);
        }
      }
    }
    return types;
  }
}
