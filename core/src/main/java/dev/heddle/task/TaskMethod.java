package dev.heddle.task;

import dev.heddle.DirectTask;
import dev.heddle.Expr;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.TaskDefinitionException;
import dev.heddle.TransactionContext;
import dev.heddle.expr.Callee;
import dev.heddle.expr.FunctionObject;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method annotated {@link Task} or {@link DirectTask}, resolved and checked.
 *
 * <p>There is one object per method and owner, so tasks compare by identity. The owner is the
 * declaring class of a static method and the user's class of an instance one: two services that
 * inherit one task method have two tasks, since what runs, and its code, differ. Immutable and
 * thread-safe; it keeps no class loader alive that the class itself does not.
 */
public final class TaskMethod implements Callee {
  /** What an instance method is called on. */
  public enum Receiver {
    /** Nothing: the method is static. */
    STATIC,
    /** A record or an enum: a value, hashed and recorded as the first argument. */
    VALUE,
    /** An instance of a service, obtained where the body runs; no argument. */
    SERVICE
  }

  /**
   * A method reference, resolved.
   *
   * @param boundReceiver the object before the {@code ::}, if it is {@code bound}
   * @param bound whether the reference holds its receiver
   */
  public record Reference(TaskMethod task, @Nullable Object boundReceiver, boolean bound) {}

  private static final ClassValue<ConcurrentMap<Method, TaskMethod>> TASKS =
      new ClassValue<>() {
        @Override
        protected ConcurrentMap<Method, TaskMethod> computeValue(Class<?> owner) {
          return new ConcurrentHashMap<>();
        }
      };

  private final Class<?> owner;
  private final Method method;
  private final TaskSpec spec;
  private final Receiver receiver;
  private final String name;
  private final List<Type> parameterTypes;

  /** The parameters that are arguments, by their place in the method's own list. */
  private final int[] given;

  private final boolean returnsExpr;
  private final boolean returnsFuture;
  private final Type genericResult;
  private final @Nullable FanShape fan;
  private final Sensitivity sensitivity;

  private TaskMethod(Class<?> owner, Method method, TaskSpec spec) {
    this.owner = owner;
    this.method = method;
    this.spec = spec;
    this.receiver = receiverOf(owner, method);
    this.name = TaskName.of(owner, method, spec);
    this.given = given(method);
    this.returnsExpr = method.getReturnType() == Expr.class;
    DirectTask direct = spec.direct();
    this.returnsFuture = direct != null && Signatures.isFuture(method.getReturnType());
    this.genericResult = result(owner, method, direct != null);
    this.fan = direct == null ? null : FanShape.of(owner, method, direct, genericResult);
    this.parameterTypes = parameterTypes(owner, method, receiver, given, fan);
    // Names may have to be read from the class file: only where they are asked for.
    List<String> names = spec.sensitive().length == 0 ? List.of() : parameterNames();
    int receivers = parameterTypes.size() - given.length;
    this.sensitivity = Sensitivity.of(method, spec, names, given, receivers);
  }

  /**
   * The task that a method reference names. Resolved once per place in the code.
   *
   * @throws TaskDefinitionException if it names no task, or one whose signature is not possible
   */
  public static Reference of(Serializable functionObject) {
    return References.resolve(functionObject);
  }

  /**
   * The task of this method.
   *
   * @throws TaskDefinitionException if it is not annotated, or its signature is not possible
   */
  public static TaskMethod of(Method method) {
    return of(method.getDeclaringClass(), method);
  }

  /**
   * The method that a class declares by this name and descriptor, whatever it is.
   *
   * @throws TaskDefinitionException if there is none
   */
  public static Method declared(Class<?> declaring, String methodName, String descriptor) {
    Method method = Declarations.find(declaring, methodName, descriptor);
    if (method == null) {
      throw new TaskDefinitionException(
          declaring.getName() + " has no method " + methodName + descriptor);
    }
    return method;
  }

  /** Whether the body of a method is synchronized; of a woven one, its moved body. */
  public static boolean takesLock(Method method) {
    String moved = method.getName() + ProgramClasses.WOVEN_BODY;
    return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
        .filter(
            body ->
                body.equals(method)
                    || (body.getName().equals(moved)
                        && Arrays.equals(body.getParameterTypes(), method.getParameterTypes())))
        .anyMatch(body -> Modifier.isSynchronized(body.getModifiers()));
  }

  /**
   * The one task of this class, declared or inherited, whose method has this name.
   *
   * @throws TaskDefinitionException if there is none, naming those there are, or more than one
   */
  public static TaskMethod of(Class<?> owner, String methodName) {
    return of(owner, Declarations.named(owner, methodName));
  }

  /**
   * Every task that an owner of this class may be asked to carry out: those it declares and, where
   * there may be instances of it, those it inherits. A generic class has none of its own but for
   * static ones: what they are is known of its subclasses.
   */
  public static List<TaskMethod> servedBy(Class<?> owner) {
    List<TaskMethod> tasks = new ArrayList<>();
    for (Method method : Declarations.servedBy(owner)) {
      tasks.add(of(owner, method));
    }
    tasks.sort(Comparator.comparing(t -> t.method.getName() + t.method.toGenericString()));
    return List.copyOf(tasks);
  }

  /** Those of {@link #servedBy} that are direct tasks, unchecked. */
  public static List<Method> directIn(Class<?> owner) {
    return Declarations.servedBy(owner).stream()
        .filter(method -> method.isAnnotationPresent(DirectTask.class))
        .toList();
  }

  /**
   * The task of this method as one that instances of the class have.
   *
   * @throws TaskDefinitionException if it is not annotated, or its signature is not possible
   */
  public static TaskMethod of(Class<?> user, Method method) {
    TaskSpec spec = TaskSpec.of(method);
    if (spec == null) {
      throw Declarations.noTask(method);
    }
    Class<?> owner = Modifier.isStatic(method.getModifiers()) ? method.getDeclaringClass() : user;
    ConcurrentMap<Method, TaskMethod> tasks = TASKS.get(owner);
    TaskMethod known = tasks.get(method);
    if (known != null) {
      return known;
    }
    Signatures.check(method, spec);
    return tasks.computeIfAbsent(method, m -> new TaskMethod(owner, m, spec));
  }

  /**
   * This task as seen from an actual receiver: the annotated declaration its class inherits or
   * overrides, owned by its class (the user's own: proxies are unwrapped).
   */
  public TaskMethod on(Object instance) {
    return receiver == Receiver.STATIC ? this : Declarations.seenFrom(instance, owner, method);
  }

  /** The task that an instance method is when it is called on this receiver, as {@link #on}. */
  public static TaskMethod of(Method method, Object instance) {
    return Declarations.seenFrom(instance, method.getDeclaringClass(), method);
  }

  @Override
  public String name() {
    return name;
  }

  /** The annotated declaration; calling it dispatches to what overrides it. */
  public Method method() {
    return method;
  }

  /** The class whose task this is; for a service, the class to ask its provider for. */
  public Class<?> owner() {
    return owner;
  }

  /** What its annotation says. */
  public TaskSpec spec() {
    return spec;
  }

  public Receiver receiver() {
    return receiver;
  }

  /** Declared types of the arguments, in order, a {@link Receiver#VALUE} receiver first. */
  @Override
  public List<Type> parameterTypes() {
    return parameterTypes;
  }

  /**
   * Names of the arguments, in order; a {@link Receiver#VALUE} receiver is {@code this}. As
   * compiled: by {@code -parameters}, else from the local variable table, else {@code arg0} and so
   * on.
   */
  public List<String> parameterNames() {
    List<String> names = ParameterNames.of(method);
    List<String> all = new ArrayList<>();
    if (receiver == Receiver.VALUE) {
      all.add("this");
    }
    for (int place : given) {
      all.add(names.get(place));
    }
    return List.copyOf(all);
  }

  /** What of its calls people are not shown. */
  public Sensitivity sensitivity() {
    return sensitivity;
  }

  @Override
  public boolean isSensitive(int argument) {
    return sensitivity.covers(argument);
  }

  /** The declared parameters that are arguments, without the receiver and what is injected. */
  public List<Parameter> declaredParameters() {
    Parameter[] declared = method.getParameters();
    return Arrays.stream(given).mapToObj(place -> declared[place]).toList();
  }

  /**
   * The type of the value: {@code T} of a returned {@code Expr<T>}, and of a future that a direct
   * task returns; {@code Void} of nothing.
   */
  public Type genericResult() {
    return genericResult;
  }

  /** Whether the body returns an expression, which is evaluated in turn. */
  public boolean returnsExpr() {
    return returnsExpr;
  }

  /** Whether it is a direct task that returns a future of its value. */
  public boolean returnsFuture() {
    return returnsFuture;
  }

  /** How one direct call becomes several; null if it does not. */
  public @Nullable FanShape fan() {
    return fan;
  }

  /** The arguments of a woven call, as {@link #parameterTypes}. */
  public List<@Nullable Object> argumentsOf(
      @Nullable Object self, @Nullable Object[] declaredOrder) {
    List<@Nullable Object> arguments = new ArrayList<>(given.length + 1);
    if (receiver == Receiver.VALUE) {
      arguments.add(self);
    }
    for (int place : given) {
      arguments.add(declaredOrder[place]);
    }
    return arguments;
  }

  /** Which of the {@link #parameterTypes} the parameter at this place of the method's list is. */
  public int argumentAt(int place) {
    return Arrays.binarySearch(given, place) + (receiver == Receiver.VALUE ? 1 : 0);
  }

  /**
   * Runs the body in this thread.
   *
   * @param service the receiver of a {@link Receiver#SERVICE} task, else null
   * @param arguments as {@link #parameterTypes}
   * @param context what a parameter of type {@link TaskContext} is given
   * @throws TaskDefinitionException if the method's module is closed to Heddle
   * @throws Throwable what the body throws, as it is
   */
  public @Nullable Object invoke(
      @Nullable Object service, @Nullable Object[] arguments, TaskContext context)
      throws Throwable {
    boolean value = receiver == Receiver.VALUE;
    Object target = value ? arguments[0] : service;
    @Nullable Object[] all = new Object[method.getParameterCount()];
    if (given.length < all.length) {
      Arrays.fill(all, context);
    }
    for (int i = 0; i < given.length; i++) {
      Object argument = arguments[value ? i + 1 : i];
      all[given[i]] =
          argument instanceof List<?> items && method.getParameterTypes()[given[i]] == Stream.class
              ? items.stream()
              : argument;
    }
    return spec.isDirect() ? enter(target, all) : call(target, all);
  }

  private @Nullable Object enter(@Nullable Object target, @Nullable Object[] all) throws Throwable {
    BodyEntry.mark(method);
    try {
      return call(target, all);
    } finally {
      BodyEntry.clear();
    }
  }

  private @Nullable Object call(@Nullable Object target, @Nullable Object[] all) throws Throwable {
    try {
      return opened().invoke(target, all);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private Method opened() {
    if (!method.trySetAccessible()) {
      throw new TaskDefinitionException(
          "Heddle can't call "
              + Signatures.show(method)
              + ": add `"
              + FunctionObject.opens(method.getDeclaringClass())
              + "` to its module-info.java");
    }
    return method;
  }

  @Override
  public String toString() {
    return name;
  }

  private static Receiver receiverOf(Class<?> owner, Method method) {
    if (Modifier.isStatic(method.getModifiers())) {
      return Receiver.STATIC;
    }
    return owner.isRecord() || owner.isEnum() ? Receiver.VALUE : Receiver.SERVICE;
  }

  /** Whether a parameter of this type is given what a body may know of its invocation. */
  static boolean isInjected(Class<?> type) {
    return type == TaskContext.class || type == TransactionContext.class;
  }

  /** What is injected is no argument. */
  private static int[] given(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return IntStream.range(0, types.length).filter(i -> !isInjected(types[i])).toArray();
  }

  private static List<Type> parameterTypes(
      Class<?> owner, Method method, Receiver receiver, int[] given, @Nullable FanShape fan) {
    List<Type> types = new ArrayList<>();
    if (receiver == Receiver.VALUE) {
      types.add(owner);
    }
    Type[] declared = method.getGenericParameterTypes();
    for (int place : given) {
      Type type = TypeArguments.seenFrom(owner, declared[place]);
      boolean cut = fan != null && fan.parameter() == place;
      types.add(cut ? Signatures.ofParts(type) : type);
    }
    return List.copyOf(types);
  }

  private static Type result(Class<?> owner, Method method, boolean direct) {
    Type declared = method.getGenericReturnType();
    if (declared == void.class) {
      return Void.class;
    }
    boolean held =
        method.getReturnType() == Expr.class
            || (direct && Signatures.isFuture(method.getReturnType()));
    Type value =
        held && declared instanceof ParameterizedType holder
            ? holder.getActualTypeArguments()[0]
            : declared;
    return TypeArguments.seenFrom(owner, value);
  }
}
