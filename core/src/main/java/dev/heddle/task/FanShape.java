package dev.heddle.task;

import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import dev.heddle.Merge;
import dev.heddle.Split;
import dev.heddle.TaskDefinitionException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one call of a direct task becomes several and their values one. Checked when the task is
 * defined. Immutable; as thread-safe as the user's {@link Split} and {@link Merge} are.
 */
public final class FanShape {
  private static final String MERGEABLE =
      "returns neither a list, set, map or array, nor void, so the parts' values can't be put"
          + " together: say how, @DirectTask(merge = …)";

  private final int parameter;
  private final int chunk;
  private final @Nullable Split<Object> split;
  private final @Nullable Merge<Object> merge;

  private FanShape(
      int parameter, int chunk, @Nullable Split<Object> split, @Nullable Merge<Object> merge) {
    this.parameter = parameter;
    this.chunk = chunk;
    this.split = split;
    this.merge = merge;
  }

  /**
   * The shape of a direct task; null if one call is one invocation.
   *
   * @param owner gives type variables their meaning
   * @param result the type of its value, what futures hold of one that returns a future
   * @throws TaskDefinitionException if it says what can't be
   */
  static @Nullable FanShape of(Class<?> owner, Method method, DirectTask direct, Type result) {
    boolean splits = direct.split() != Split.None.class;
    boolean merges = direct.merge() != Merge.None.class;
    int parameter = parameter(method, splits);
    if (parameter < 0) {
      if (merges) {
        throw refused(
            method, "has a merge but nothing that makes several parts: @FanOut on a parameter");
      }
      return null;
    }
    FanOut fanOut = method.getParameters()[parameter].getAnnotation(FanOut.class);
    int chunk = fanOut == null ? 1 : fanOut.chunk();
    if (chunk < 1) {
      throw refused(method, "has @FanOut(chunk = " + chunk + "): it must be at least 1");
    }
    if (splits && chunk > 1) {
      throw refused(method, "has a split, which decides the parts itself, and a chunk: keep one");
    }
    Type whole = TypeArguments.seenFrom(owner, method.getGenericParameterTypes()[parameter]);
    Class<?> type = Signatures.raw(whole);
    if (!splits && !isSplittable(type)) {
      throw refused(
          method,
          "has @FanOut on a "
              + type.getSimpleName()
              + ", which is no list, set, map, array or Stream: say how to cut it,"
              + " @DirectTask(split = …)");
    }
    if (result == Void.class && merges) {
      throw refused(method, "returns nothing, so there is nothing for its merge to put together");
    }
    if (!merges && result != Void.class && !isMergeable(Signatures.raw(result))) {
      throw refused(method, MERGEABLE);
    }
    String cut = "{" + ParameterNames.of(method).get(parameter) + "}";
    if (!direct.key().isEmpty() && !direct.key().contains(cut)) {
      throw refused(
          method,
          "has the key \""
              + direct.key()
              + "\", which would make its parts one invocation: it must contain "
              + cut);
    }
    return new FanShape(
        parameter,
        chunk,
        splits ? made(method, "split", direct.split(), Split.class, boxed(whole)) : null,
        merges ? made(method, "merge", direct.merge(), Merge.class, boxed(result)) : null);
  }

  /** The place of the parameter to cut, or -1. */
  private static int parameter(Method method, boolean splits) {
    List<Integer> marked = new ArrayList<>();
    List<Integer> given = new ArrayList<>();
    Parameter[] declared = method.getParameters();
    for (int i = 0; i < declared.length; i++) {
      boolean injected = TaskMethod.isInjected(declared[i].getType());
      if (declared[i].isAnnotationPresent(FanOut.class)) {
        if (injected) {
          throw refused(method, "has @FanOut on its TaskContext, which is no argument");
        }
        marked.add(i);
      }
      if (!injected) {
        given.add(i);
      }
    }
    if (marked.size() > 1) {
      throw refused(
          method,
          "has "
              + marked.size()
              + " parameters with @FanOut: one call is cut by one of them. Of pairs, make one list"
              + " of records");
    }
    if (!marked.isEmpty()) {
      return marked.get(0);
    }
    if (!splits) {
      return -1;
    }
    if (given.size() != 1) {
      throw refused(
          method,
          "has a split and "
              + given.size()
              + " parameters: say which one it cuts, with @FanOut on that one");
    }
    return given.get(0);
  }

  private static boolean isSplittable(Class<?> type) {
    return type == Stream.class || isMergeable(type);
  }

  private static boolean isMergeable(Class<?> type) {
    return type.isArray()
        || type == Iterable.class
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> c && c.isPrimitive()
        ? MethodType.methodType(c).wrap().returnType()
        : type;
  }

  @SuppressWarnings("unchecked") // its type argument is compared
  private static <T> T made(
      Method method, String member, Class<?> type, Class<?> role, Type wanted) {
    Type said = TypeArguments.of(type, role);
    if (!wanted.equals(said)) {
      throw refused(
          method,
          "has "
              + member
              + " = "
              + type.getSimpleName()
              + ".class, which is a "
              + role.getSimpleName()
              + "<"
              + Signatures.show(said)
              + "> where "
              + role.getSimpleName()
              + "<"
              + Signatures.show(wanted)
              + "> is needed");
    }
    try {
      if (Modifier.isAbstract(type.getModifiers())) {
        throw refused(method, "has " + member + " = " + type.getName() + ", which is abstract");
      }
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return (T) constructor.newInstance();
    } catch (ReflectiveOperationException | RuntimeException e) {
      if (e instanceof TaskDefinitionException known) {
        throw known;
      }
      throw refused(
          method,
          "has "
              + member
              + " = "
              + type.getName()
              + ", of which no instance can be made by a constructor without parameters ("
              + e
              + ")");
    }
  }

  private static TaskDefinitionException refused(Method method, String why) {
    return new TaskDefinitionException(
        "the direct task " + Signatures.showWhole(method) + " " + why);
  }

  /** The place, in the method's own list, of the parameter that is cut. */
  public int parameter() {
    return parameter;
  }

  // ---- cutting -------------------------------------------------------------------------------

  /**
   * The arguments of the parts, in order: never none. A {@code Stream} is read to its end, and its
   * parts are lists.
   */
  public List<@Nullable Object> split(@Nullable Object whole) {
    if (whole == null) {
      return nothing(null);
    }
    if (split != null) {
      List<Object> parts = split.split(whole);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException(
            split.getClass().getName() + " made no part of " + whole);
      }
      return new ArrayList<>(parts);
    }
    if (whole.getClass().isArray()) {
      return slices(whole);
    }
    if (whole instanceof Map<?, ?> map) {
      return maps(map);
    }
    Iterable<?> items = whole instanceof Stream<?> s ? s.toList() : (Iterable<?>) whole;
    List<@Nullable Object> parts = new ArrayList<>();
    for (Iterator<?> rest = items.iterator(); rest.hasNext(); ) {
      Collection<@Nullable Object> part = like(items);
      for (int i = 0; i < chunk && rest.hasNext(); i++) {
        part.add(rest.next());
      }
      parts.add(part);
    }
    return parts.isEmpty() ? nothing(items) : parts;
  }

  private static List<@Nullable Object> nothing(@Nullable Object whole) {
    List<@Nullable Object> one = new ArrayList<>();
    one.add(whole);
    return one;
  }

  private List<@Nullable Object> slices(Object array) {
    int length = Array.getLength(array);
    List<@Nullable Object> parts = new ArrayList<>();
    for (int from = 0; from < length; from += chunk) {
      int size = Math.min(chunk, length - from);
      Object part = Array.newInstance(array.getClass().getComponentType(), size);
      System.arraycopy(array, from, part, 0, size);
      parts.add(part);
    }
    return parts.isEmpty() ? nothing(array) : parts;
  }

  private List<@Nullable Object> maps(Map<?, ?> map) {
    List<@Nullable Object> parts = new ArrayList<>();
    for (Iterator<? extends Map.Entry<?, ?>> rest = map.entrySet().iterator(); rest.hasNext(); ) {
      Map<@Nullable Object, @Nullable Object> part = like(map);
      for (int i = 0; i < chunk && rest.hasNext(); i++) {
        Map.Entry<?, ?> entry = rest.next();
        part.put(entry.getKey(), entry.getValue());
      }
      parts.add(part);
    }
    return parts.isEmpty() ? nothing(map) : parts;
  }

  /** An empty collection that is as good where this one was: of its kind and with its order. */
  @SuppressWarnings({"unchecked", "NonApiType"})
  private static Collection<@Nullable Object> like(Iterable<?> items) {
    if (items instanceof EnumSet<?> set) {
      EnumSet<?> empty = set.clone();
      empty.clear();
      return (Collection<@Nullable Object>) (Collection<?>) empty;
    }
    if (items instanceof SortedSet<?> set) {
      return new TreeSet<>(((SortedSet<@Nullable Object>) set).comparator());
    }
    return items instanceof java.util.Set ? new LinkedHashSet<>() : new ArrayList<>();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<@Nullable Object, @Nullable Object> like(Map<?, ?> map) {
    if (map instanceof EnumMap<?, ?> enums) {
      EnumMap empty = enums.clone();
      empty.clear();
      return empty;
    }
    if (map instanceof SortedMap<?, ?> sorted) {
      return new TreeMap<>(((SortedMap<@Nullable Object, ?>) sorted).comparator());
    }
    return new LinkedHashMap<>();
  }

  // ---- putting together ----------------------------------------------------------------------

  /** The value of the whole, from values that nobody else holds; of nothing but nulls, null. */
  public @Nullable Object merge(List<@Nullable Object> parts) {
    if (merge != null) {
      return merge.merge(cast(parts));
    }
    if (parts.size() == 1) {
      return parts.get(0);
    }
    List<Object> present = parts.stream().flatMap(Stream::ofNullable).toList();
    if (present.isEmpty()) {
      return null;
    }
    Object whole = present.get(0);
    if (whole.getClass().isArray()) {
      return joined(present);
    }
    for (Object part : present.subList(1, present.size())) {
      if (whole instanceof Map<?, ?> map) {
        putAll(map, (Map<?, ?>) part);
      } else {
        addAll((Collection<?>) whole, (Collection<?>) part);
      }
    }
    return whole;
  }

  @SuppressWarnings("NullAway") // as the user's merge is told, a part may be null
  private static List<Object> cast(List<@Nullable Object> parts) {
    return parts;
  }

  private static Object joined(List<Object> arrays) {
    int length = arrays.stream().mapToInt(Array::getLength).sum();
    Object whole =
        Array.newInstance(
            Objects.requireNonNull(arrays.get(0).getClass().getComponentType()), length);
    int at = 0;
    for (Object part : arrays) {
      int size = Array.getLength(part);
      System.arraycopy(part, 0, whole, at, size);
      at += size;
    }
    return whole;
  }

  @SuppressWarnings("unchecked") // both were read as one type
  private static void putAll(Map<?, ?> whole, Map<?, ?> part) {
    ((Map<Object, Object>) whole).putAll(part);
  }

  @SuppressWarnings("unchecked") // both were read as one type
  private static void addAll(Collection<?> whole, Collection<?> part) {
    ((Collection<Object>) whole).addAll(part);
  }
}
