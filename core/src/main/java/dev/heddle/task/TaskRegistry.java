package dev.heddle.task;

import dev.heddle.Default;
import dev.heddle.DirectTask;
import dev.heddle.HeddleException;
import dev.heddle.InstanceProvider;
import dev.heddle.config.SyncMode;
import dev.heddle.config.TaskSettings;
import dev.heddle.value.Codec;
import dev.heddle.value.Codecs;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * The tasks one engine knows. A task becomes known when an expression calls it, and when a known
 * task's code refers to it; so a task named in a record is found without loading any class by a
 * name that data supplied (law 8). Thread-safe.
 */
public final class TaskRegistry {
  private final Codecs codecs;
  private final CodeWalk walk;
  private final InstanceProvider instances;
  private final Function<String, TaskSettings> configured;
  private final Map<TaskMethod, TaskDef> byMethod = new ConcurrentHashMap<>();
  private final Map<String, TaskDef> byName = new ConcurrentHashMap<>();
  private final Set<TaskDef> followed = new HashSet<>();
  private final ArrayDeque<TaskDef> toFollow = new ArrayDeque<>();
  private boolean toldOfNotWoven;

  /**
   * A registry without tasks.
   *
   * @param configured what the project's settings say of a task, by its name
   */
  public TaskRegistry(
      Codecs codecs,
      CodeWalk walk,
      InstanceProvider instances,
      Function<String, TaskSettings> configured) {
    this.codecs = codecs;
    this.walk = walk;
    this.instances = instances;
    this.configured = configured;
  }

  /**
   * The task of this method.
   *
   * @throws HeddleException if a type of its signature can't be a task's, a default does not parse,
   *     or another method has the same name
   */
  public TaskDef define(TaskMethod method) {
    TaskDef known = byMethod.get(method);
    return known != null ? known : defineNew(method);
  }

  private synchronized TaskDef defineNew(TaskMethod method) {
    TaskDef known = byMethod.get(method);
    if (known != null) {
      return known;
    }
    TaskDef other = byName.get(method.name());
    if (other != null) {
      throw new HeddleException(
          "Two methods are tasks of one name, \""
              + method.name()
              + "\": "
              + other.method().method()
              + " and "
              + method.method()
              + ". Give one of them @Task(name = …).");
    }
    TaskSettings settings = configured.apply(method.name());
    TaskDef task =
        new TaskDef(
            method,
            parameters(method),
            codecs.of(method.genericResult(), "the result of task " + method.name()),
            settings.cache() == null ? method.spec().cache() : settings.cache(),
            OrderDefaults.of(
                    method.spec(), method.name(), method.parameterNames(), method.sensitivity())
                .with(settings.options()),
            instances,
            () -> walk.walk(method.method(), method.spec().hashIncludes()));
    tellIfNotWoven(method);
    byMethod.put(method, task);
    byName.put(method.name(), task);
    toFollow.add(task);
    return task;
  }

  /** Nobody else can tell: where nothing is woven, no call of it comes by here. */
  private void tellIfNotWoven(TaskMethod method) {
    boolean woven = method.method().getDeclaringClass().isAnnotationPresent(Woven.class);
    if (method.spec().isDirect()
        && !woven
        && !toldOfNotWoven
        && SyncMode.ofProcess() != SyncMode.PLAIN) {
      toldOfNotWoven = true;
      // No logger before one is needed: tasks are also defined before the program has set them up.
      LoggerFactory.getLogger(DirectTask.class)
          .warn(
              "event=direct-task-not-woven task={} consequence=its-calls-are-plain-calls"
                  + " remedy=\"start with -javaagent:heddle-agent.jar, or weave at build time\"",
              method.name());
    }
  }

  private List<TaskParameter> parameters(TaskMethod method) {
    List<TaskParameter> parameters = new ArrayList<>();
    List<Parameter> declared = method.declaredParameters();
    int receiver = method.parameterTypes().size() - declared.size();
    for (int i = 0; i < method.parameterTypes().size(); i++) {
      String name = method.parameterNames().get(i);
      String where = "parameter '" + name + "' of task " + method.name();
      Codec codec = codecs.of(method.parameterTypes().get(i), where);
      Default byDefault =
          i < receiver ? null : declared.get(i - receiver).getAnnotation(Default.class);
      if (byDefault != null) {
        try {
          codec.parse(byDefault.value());
        } catch (HeddleException e) {
          throw new HeddleException("@Default of " + where + ": " + e.getMessage(), e);
        }
      }
      parameters.add(new TaskParameter(name, codec, byDefault == null ? null : byDefault.value()));
    }
    return parameters;
  }

  /** The task of this name, if a known task is it or refers to it, directly or not. */
  public Optional<TaskDef> byName(String name) {
    TaskDef task = byName.get(name);
    return task != null ? Optional.of(task) : follow(name);
  }

  /** The names of all tasks that are known, or that known ones refer to. Slow at first use. */
  public Set<String> names() {
    follow("");
    return Set.copyOf(byName.keySet());
  }

  /** Whether a task of this name was met already. */
  public boolean isDefined(String name) {
    return byName.containsKey(name);
  }

  /** How many tasks were met so far; rises when there may be more names. */
  public int met() {
    return byMethod.size();
  }

  /** Follows the references of known tasks until one leads to the name. */
  private synchronized Optional<TaskDef> follow(String name) {
    while (!byName.containsKey(name) && !toFollow.isEmpty()) {
      TaskDef task = toFollow.remove();
      if (followed.add(task)) {
        for (TaskLink link : task.code().references()) {
          method(link, task.classLoader()).ifPresent(this::defineIfItIsOne);
        }
      }
    }
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * Of a class that has no instances of its own, or whose type variables stand for nothing yet, a
   * method need not be a task: what it is is known of the subclasses, which are found by their own.
   */
  private void defineIfItIsOne(Method method) {
    Class<?> owner = method.getDeclaringClass();
    boolean open =
        !Modifier.isStatic(method.getModifiers())
            && (owner.getTypeParameters().length > 0 || Modifier.isAbstract(owner.getModifiers()));
    try {
      define(TaskMethod.of(method));
    } catch (HeddleException e) {
      if (!open) {
        throw e;
      }
    }
  }

  /** A class that the code of a known task mentions: what recorded captures may be made of. */
  public Optional<Class<?>> permittedClass(String name) {
    for (TaskDef task : byMethod.values()) {
      Optional<Class<?>> found = task.permittedClass(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<Method> method(TaskLink link, ClassLoader loader) {
    try {
      Class<?> owner = Class.forName(link.ownerInternalName().replace('/', '.'), false, loader);
      for (Class<?> c = owner; c != null; c = c.getSuperclass()) {
        for (Method method : c.getDeclaredMethods()) {
          if (method.getName().equals(link.method())
              && link.descriptor().equals(Signatures.descriptor(method))
              && TaskSpec.isTask(method)
              && !method.isBridge()) {
            return Optional.of(method);
          }
        }
      }
    } catch (ClassNotFoundException | LinkageError e) {
      // The reference can't be made from this code either: no call of it can be on record.
    }
    return Optional.empty();
  }
}
