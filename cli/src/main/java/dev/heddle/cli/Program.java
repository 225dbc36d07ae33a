package dev.heddle.cli;

import dev.heddle.DirectTask;
import dev.heddle.cli.script.ClassPath;
import dev.heddle.cli.script.ScriptClasses;
import dev.heddle.cli.script.ScriptLoader;
import dev.heddle.cli.script.Source;
import dev.heddle.cli.script.Weaving;
import dev.heddle.config.Nearest;
import dev.heddle.config.Project;
import dev.heddle.config.Settings;
import dev.heddle.task.TaskMethod;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code heddle run} names: a source file's classes, or a class of a class path.
 *
 * @param name as typed
 * @param classes its top-level classes; the one the file is named after first
 * @param path what was made of the file and what it refers to, and then {@code --cp}
 */
record Program(
    String name,
    ClassLoader loader,
    List<Class<?>> classes,
    ClassPath path,
    Weaving weaving,
    FoundClasses found) {
  private static final Logger LOG = LoggerFactory.getLogger(DirectTask.class);

  /** Compiles the file if need be, or finds the class. */
  static Program load(RunArguments arguments, Settings settings, Screen screen) {
    Project project = settings.project();
    Weaving weaving = Weaving.of(settings);
    String target = arguments.target().orElseThrow();
    ClassLoader own = Program.class.getClassLoader();
    ClassPath path = arguments.classPath().map(ClassPath::parse).orElse(new ClassPath(List.of()));
    ClassLoader libraries = ScriptLoader.of(path, own, weaving);
    if (!arguments.isFile()) {
      List<Class<?>> named = List.of(classNamed(target, libraries, path));
      return new Program(target, libraries, named, path, weaving, new FoundClasses(libraries));
    }
    if (!target.endsWith(".java")) {
      throw new UsageException(
          target + " is no .java file. To run a class: heddle run --cp JAR_OR_FOLDER CLASS TASK");
    }
    Source source = Source.of(Path.of(target));
    ScriptClasses.Compiled compiled =
        new ScriptClasses(project.home(), screen::line).of(source, ClassPath.ofProcess().and(path));
    ScriptLoader loader = ScriptLoader.of(source, compiled, project.root(), libraries, weaving);
    List<Class<?>> classes = new ArrayList<>();
    for (String name : compiled.names()) {
      classes.add(classNamed(name, loader, path));
    }
    ClassPath whole = new ClassPath(List.of(compiled.folder())).and(path);
    return new Program(target, loader, classes, whole, weaving, new FoundClasses(loader));
  }

  /**
   * Every class of the path that declares a task.
   *
   * @throws UsageException if there is none
   */
  static Program ofTasks(ClassPath path, Settings settings) {
    Weaving weaving = Weaving.of(settings);
    ClassLoader loader = ScriptLoader.of(path, Program.class.getClassLoader(), weaving);
    FoundClasses found = new FoundClasses(loader);
    LinkedHashSet<Class<?>> classes = new LinkedHashSet<>();
    for (String name : TaskClasses.withTasks(path, weaving)) {
      found.load(name).map(found::served).filter(found::isWhole).ifPresent(classes::add);
    }
    return new Program(path.toString(), loader, List.copyOf(classes), path, weaving, found);
  }

  private static Class<?> classNamed(String name, ClassLoader loader, ClassPath path) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new UsageException("There is no class " + name + " on " + path);
    } catch (LinkageError e) {
      throw new UsageException("The class " + name + " can't be loaded: " + e);
    }
  }

  /**
   * This program with the classes of every direct task that its code may call. They are defined
   * first, so that none is found to be impossible when it is called.
   *
   * @throws UsageException saying of each what is wrong
   */
  Program withDirectTasks() {
    if (weaving.isOff()) {
      return this;
    }
    List<Class<?>> types = new ArrayList<>();
    for (String direct : TaskClasses.withDirectTasks(path, weaving)) {
      found.load(direct).ifPresent(types::add);
    }
    for (String missing : weaving.configured().missing(loader)) {
      LOG.warn("direct.methods names {}, which {} does not have on its class path", missing, name);
    }
    List<String> problems = new ArrayList<>();
    List<Class<?>> defined = types.isEmpty() ? types : found.defined(types, problems);
    if (!problems.isEmpty()) {
      throw new UsageException(String.join("\n", problems));
    }
    List<Class<?>> all =
        Stream.concat(classes.stream(), defined.stream().map(found::served))
            .distinct()
            .filter(found::isWhole)
            .toList();
    return new Program(name, loader, all, path, weaving, found);
  }

  /** Every task of its classes, and of the classes nested in them. */
  List<TaskMethod> tasks() {
    List<TaskMethod> tasks = new ArrayList<>();
    try {
      classes.forEach(type -> collect(type, tasks));
    } catch (LinkageError | TypeNotPresentException e) {
      throw new UsageException(name + " needs a class that is not on the class path: " + e);
    }
    return tasks;
  }

  private static void collect(Class<?> type, List<TaskMethod> tasks) {
    tasks.addAll(TaskMethod.servedBy(type));
    for (Class<?> nested : type.getDeclaredClasses()) {
      collect(nested, tasks);
    }
  }

  /**
   * The task of this name: the method's, {@code Class.method}, or the task's full name.
   *
   * @throws UsageException naming the nearest and all there are, if none or several fit
   */
  TaskMethod task(String wanted) {
    Map<String, TaskMethod> found = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>();
    for (TaskMethod task : tasks()) {
      names.add(task.method().getName());
      if (task.name().equals(wanted)
          || task.method().getName().equals(wanted)
          || Names.brief(task.name()).equals(wanted)) {
        found.put(task.name(), task);
      }
    }
    if (found.size() > 1) {
      throw new UsageException(
          name + " has several tasks \"" + wanted + "\": " + String.join(", ", found.keySet()));
    }
    if (!found.isEmpty()) {
      return found.values().iterator().next();
    }
    if (names.isEmpty()) {
      throw new UsageException(
          name + " has no tasks: annotate a method with @Task (dev.heddle.Task)");
    }
    String forgotten =
        classes.stream().anyMatch(type -> hasMethod(type, wanted))
            ? " The method " + wanted + " is there but not annotated with @Task."
            : Nearest.hint(wanted, names);
    throw new UsageException(
        name
            + " has no task \""
            + wanted
            + "\"."
            + forgotten
            + " It has "
            + String.join(", ", names));
  }

  private static boolean hasMethod(Class<?> type, String wanted) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.getName().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Its {@code static void main}, with or without arguments. */
  Optional<Method> mainMethod() {
    for (Class<?> type : classes) {
      for (Method method : type.getDeclaredMethods()) {
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        if (method.getName().equals("main")
            && Modifier.isStatic(method.getModifiers())
            && method.getReturnType() == void.class
            && (parameters.isEmpty() || parameters.equals(List.of(String[].class)))) {
          method.setAccessible(true);
          return Optional.of(method);
        }
      }
    }
    return Optional.empty();
  }
}
