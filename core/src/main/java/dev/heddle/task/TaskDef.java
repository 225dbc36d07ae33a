package dev.heddle.task;

import dev.heddle.Cache;
import dev.heddle.InstanceProvider;
import dev.heddle.TaskContext;
import dev.heddle.value.Codec;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A task as one engine knows it: its method, the codecs of its signature, and the hash of its code.
 * Defined once per engine by {@link TaskRegistry}. Thread-safe.
 */
public final class TaskDef {
  /** JDK classes that an array in an expression may have as its component. */
  private static final Set<Class<?>> PLAIN =
      Set.of(
          boolean.class,
          byte.class,
          short.class,
          char.class,
          int.class,
          long.class,
          float.class,
          double.class,
          String.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Double.class);

  private final TaskMethod method;
  private final List<TaskParameter> parameters;
  private final Codec result;
  private final Cache cache;
  private final OrderDefaults order;
  private final InstanceProvider instances;
  private final Supplier<TaskCode> walk;
  private final boolean externalArguments;
  private volatile @Nullable TaskCode code;
  private volatile @Nullable TaskVersion version;

  TaskDef(
      TaskMethod method,
      List<TaskParameter> parameters,
      Codec result,
      Cache cache,
      OrderDefaults order,
      InstanceProvider instances,
      Supplier<TaskCode> walk) {
    this.method = method;
    this.parameters = List.copyOf(parameters);
    this.result = result;
    this.cache = cache;
    this.order = order;
    this.instances = instances;
    this.walk = walk;
    this.externalArguments = parameters.stream().anyMatch(p -> p.codec().external());
  }

  public String name() {
    return method.name();
  }

  public TaskMethod method() {
    return method;
  }

  /** The arguments in order: for an instance method of a record or enum, the receiver first. */
  public List<TaskParameter> parameters() {
    return parameters;
  }

  public int arity() {
    return parameters.size();
  }

  public Codec parameter(int index) {
    return parameters.get(index).codec();
  }

  public Type parameterType(int index) {
    return method.parameterTypes().get(index);
  }

  /** The codec of the value: of {@code T} where the method returns {@code Expr<T>}. */
  public Codec result() {
    return result;
  }

  public Type resultType() {
    return method.genericResult();
  }

  /** How far results are reused, by configuration and annotation; a call may say otherwise. */
  public Cache cache() {
    return cache;
  }

  /** How it is carried out when an order says nothing else. */
  public OrderDefaults order() {
    return order;
  }

  /** What of its calls people are not shown. Known without its code. */
  public Sensitivity sensitivity() {
    return method.sensitivity();
  }

  /** Whether an argument may hold files, so that hashing it may read them. */
  public boolean externalArguments() {
    return externalArguments;
  }

  public ClassLoader classLoader() {
    return method.owner().getClassLoader();
  }

  /** The code that this process would run, walked or remembered. Slow at first use. */
  public TaskCode code() {
    TaskCode known = code;
    if (known == null) {
      known = walk.get();
      code = known;
    }
    return known;
  }

  /** Name and hash, and what the hash was made of. Slow at first use. */
  public TaskVersion version() {
    TaskVersion known = version;
    if (known == null) {
      known = identify();
      version = known;
    }
    return known;
  }

  private TaskVersion identify() {
    Hasher hasher = Hasher.of("Task").putString(name());
    String pinned = method.spec().version();
    if (pinned.isEmpty()) {
      hasher.putByte(0).putHash(code().digest());
    } else {
      hasher.putByte(1).putString(pinned);
    }
    if (method.receiver() == TaskMethod.Receiver.SERVICE) {
      hasher.putString(instances.fingerprint(method.owner()));
    }
    List<String> signature = new ArrayList<>();
    for (TaskParameter parameter : parameters) {
      // The declared types say how arguments and result are read, so they are part of the identity.
      hasher.putString(parameter.codec().signature());
      signature.add(parameter.codec().typeName() + " " + parameter.name());
    }
    hasher.putString(result.signature());
    List<CodeMember> members = pinned.isEmpty() ? code().members() : List.of();
    return new TaskVersion(
        name(), hasher.hash(), signature, result.typeName(), members, sensitivity());
  }

  /** The hash that call keys are made with. */
  public Hash hash() {
    return version().hash();
  }

  /** Runs the body on this thread. Throws what it throws. */
  public @Nullable Object invoke(@Nullable Object[] arguments, TaskContext context)
      throws Throwable {
    Object service =
        method.receiver() == TaskMethod.Receiver.SERVICE ? instances.get(method.owner()) : null;
    return method.invoke(service, arguments, context);
  }

  /** The inline function of that number in this task's code. */
  public Optional<InlineSite> site(int number) {
    return code().site(number);
  }

  /** The inline function in this task's code that has this body. */
  public Optional<InlineSite> site(String owner, String name, String descriptor, int kind) {
    return code().sites().stream()
        .filter(
            s ->
                s.implMethod().equals(name)
                    && s.implDescriptor().equals(descriptor)
                    && s.implClass().equals(owner)
                    && s.implKind() == kind)
        .findFirst();
  }

  /** A class that this task's code mentions, by its name; nothing else is loaded by a name. */
  public Optional<Class<?>> permittedClass(String name) {
    for (Class<?> plain : PLAIN) {
      if (plain.getName().equals(name)) {
        return Optional.of(plain);
      }
    }
    if (!code().classesRead().contains(name)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(name, false, classLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
