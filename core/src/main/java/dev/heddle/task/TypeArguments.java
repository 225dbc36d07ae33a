package dev.heddle.task;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What type variables stand for, as seen from a class. */
final class TypeArguments {
  private final Map<TypeVariable<?>, Type> known = new HashMap<>();

  private TypeArguments() {}

  /** The only type argument that a class gives to an interface; {@code Object} if it gives none. */
  static Type of(Class<?> type, Class<?> generic) {
    TypeArguments arguments = new TypeArguments();
    arguments.learn(type);
    return arguments.replace(generic.getTypeParameters()[0]);
  }

  /**
   * The type, as declared in a method that is called on an instance of the owner: a variable of a
   * class is what the owner gives for it, one of the method is its bound.
   */
  static Type seenFrom(Class<?> owner, Type declared) {
    if (declared instanceof Class<?>) {
      return declared;
    }
    TypeArguments arguments = new TypeArguments();
    arguments.learn(owner);
    return arguments.replace(declared);
  }

  private void learn(@Nullable Class<?> type) {
    if (type == null || type == Object.class) {
      return;
    }
    learn(type.getGenericSuperclass());
    for (Type implemented : type.getGenericInterfaces()) {
      learn(implemented);
    }
  }

  private void learn(@Nullable Type above) {
    if (above instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
      TypeVariable<?>[] variables = raw.getTypeParameters();
      for (int i = 0; i < variables.length; i++) {
        known.putIfAbsent(variables[i], replace(p.getActualTypeArguments()[i]));
      }
      learn(raw);
    } else if (above instanceof Class<?> raw) {
      learn(raw);
    }
  }

  private Type replace(Type type) {
    if (type instanceof TypeVariable<?> variable) {
      Type argument = known.get(variable);
      if (argument != null) {
        return argument;
      }
      Type bound = variable.getBounds()[0];
      known.put(variable, Object.class); // T extends Comparable<T>: not endlessly
      Type replaced = replace(bound);
      known.put(variable, replaced);
      return replaced;
    }
    if (type instanceof ParameterizedType p && p.getRawType() instanceof Class<?> raw) {
      Type[] arguments = p.getActualTypeArguments();
      Type[] replaced = Arrays.stream(arguments).map(this::replace).toArray(Type[]::new);
      return Arrays.equals(arguments, replaced) ? type : new Parameterized(raw, List.of(replaced));
    }
    if (type instanceof GenericArrayType array) {
      Type component = replace(array.getGenericComponentType());
      return component instanceof Class<?> c ? Array.newInstance(c, 0).getClass() : type;
    }
    if (type instanceof WildcardType wildcard) {
      Type bound = wildcard.getUpperBounds()[0];
      Type replaced = replace(bound);
      return replaced.equals(bound) ? type : replaced;
    }
    return type;
  }

  /** A type with the arguments it has as seen from the class. */
  record Parameterized(Class<?> raw, List<Type> arguments) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return arguments.toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
      return raw;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return raw.getDeclaringClass();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ParameterizedType p
          && raw == p.getRawType()
          && Arrays.equals(getActualTypeArguments(), p.getActualTypeArguments());
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(getActualTypeArguments()) ^ raw.hashCode();
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(raw.getName()).append('<');
      for (int i = 0; i < arguments.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(arguments.get(i).getTypeName());
      }
      return text.append('>').toString();
    }
  }
}
