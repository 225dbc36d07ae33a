package dev.heddle.eval;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The type each node of a flat expression is wanted as, told from its consumer downwards: a
 * constant carries no declared type of its own, but the parameter it ends in has one.
 */
final class ExpectedTypes {
  private ExpectedTypes() {}

  /** The expected type of each node, or null where no consumer says. */
  static @Nullable Type[] of(Flat flat, @Nullable Type rootType) {
    Flat.Node[] nodes = flat.nodes();
    @Nullable Type[] expected = new Type[nodes.length];
    expected[flat.root()] = rootType;
    // Users stand after what they use, so one pass from the root down reaches all.
    for (int i = nodes.length - 1; i >= 0; i--) {
      push(nodes[i], expected[i], expected);
    }
    return expected;
  }

  private static void push(Flat.Node node, @Nullable Type own, @Nullable Type[] expected) {
    if (node instanceof Flat.CallTo call) {
      for (int i = 0; i < call.arguments().length; i++) {
        want(expected, call.arguments()[i], call.task().parameterType(i));
      }
    } else if (node instanceof Flat.Spread each) {
      for (int i = 0; i < each.arguments().length; i++) {
        Type type = each.task().parameterType(i);
        want(expected, each.arguments()[i], each.isSpread(i) ? new ListOf(type) : type);
      }
    } else if (node instanceof Flat.Assembled assembled) {
      for (int i = 0; i < assembled.parts().length; i++) {
        want(expected, assembled.parts()[i], part(assembled, own, i));
      }
    } else if (node instanceof Flat.Choice choice) {
      want(expected, choice.condition(), boolean.class);
      want(expected, choice.then(), own);
      want(expected, choice.otherwise(), own);
    } else if (node instanceof Flat.Rescue rescue) {
      want(expected, rescue.body(), own);
      captures(expected, rescue.recovery());
    } else if (node instanceof Flat.Sequence sequence) {
      for (int part : sequence.parts()) {
        want(expected, part, argument(own, 0));
      }
    } else if (node instanceof Flat.Function function) {
      captures(expected, function.function());
      int first = function.function().captures().length;
      for (int i = 0; i < function.sources().length; i++) {
        want(expected, function.sources()[i], plain(function.function(), first + i));
      }
    }
  }

  private static void captures(@Nullable Type[] expected, Flat.Bound bound) {
    for (int i = 0; i < bound.captures().length; i++) {
      if (!bound.asExpr()[i]) {
        want(expected, bound.captures()[i], plain(bound, i));
      }
    }
  }

  /** An erased parameter type says enough only if the class has no type parameters. */
  private static @Nullable Type plain(Flat.Bound bound, int index) {
    if (index >= bound.function().parameterCount()) {
      return null;
    }
    Class<?> type = bound.function().parameterType(index);
    return type.getTypeParameters().length == 0 && type != Object.class ? type : null;
  }

  private static void want(@Nullable Type[] expected, int index, @Nullable Type type) {
    if (type != null && expected[index] == null) {
      expected[index] = type;
    }
  }

  private static @Nullable Type part(Flat.Assembled assembled, @Nullable Type own, int index) {
    return switch (assembled.kind()) {
      case LIST, SET, OPTIONAL -> argument(own, 0);
      case MAP -> argument(own, index % 2);
      case ARRAY -> assembled.detail();
      case RECORD -> component(assembled.detail(), index);
    };
  }

  private static @Nullable Type component(@Nullable Class<?> record, int index) {
    if (record == null || record.getTypeParameters().length > 0) {
      return null;
    }
    RecordComponent[] components = record.getRecordComponents();
    return index < components.length ? components[index].getGenericType() : null;
  }

  private static @Nullable Type argument(@Nullable Type type, int index) {
    if (type instanceof WildcardType wildcard) {
      return argument(wildcard.getUpperBounds()[0], index);
    }
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw
        && (Iterable.class.isAssignableFrom(raw)
            || Map.class.isAssignableFrom(raw)
            || raw == Optional.class)) {
      Type[] arguments = parameterized.getActualTypeArguments();
      return index < arguments.length ? arguments[index] : null;
    }
    if (type instanceof GenericArrayType array) {
      return array.getGenericComponentType();
    }
    return type instanceof Class<?> c && c.isArray() ? c.getComponentType() : null;
  }

  /** {@code List<element>}: what a spread argument is wanted as. */
  record ListOf(Type element) implements ParameterizedType {
    @Override
    public Type[] getActualTypeArguments() {
      return new Type[] {element instanceof Class<?> c && c.isPrimitive() ? boxed(c) : element};
    }

    @Override
    public Type getRawType() {
      return List.class;
    }

    @Override
    public @Nullable Type getOwnerType() {
      return null;
    }

    private static Class<?> boxed(Class<?> primitive) {
      return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
    }
  }

  /** A collection, array or other iterable as the list it is spread as. */
  static boolean isSpreadable(@Nullable Object value) {
    return value instanceof Collection<?>
        || value instanceof Iterable<?>
        || (value != null && value.getClass().isArray());
  }
}
