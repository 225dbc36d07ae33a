package dev.heddle.agent;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * {@code -javaagent:heddle-agent.jar}: weaves direct tasks as their classes are loaded.
 *
 * <p>Before the program's main method it looks through the class path for classes with direct tasks
 * and has them defined; what is wrong with one ends the start, with the method's name. {@code
 * -javaagent:heddle-agent.jar=check=off} leaves that out. With {@code HEDDLE_SYNC=true} it does
 * nothing.
 */
public final class Agent {
  private static final String NO_CHECK = "check=off";
  private static final String CORE = "dev/heddle/direct/DirectCalls.class";

  private Agent() {}

  /** For the JVM. What keeps it from weaving ends the process with 1 and a line that says so. */
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      start(options == null ? "" : options.strip(), instrumentation);
    } catch (RuntimeException e) {
      // An exception that leaves this method has the JVM abort, with frames of its own.
      say("ERROR " + e.getMessage());
      System.exit(1);
    }
  }

  private static void start(String options, Instrumentation instrumentation) {
    if (!options.isEmpty() && !options.equals(NO_CHECK)) {
      throw new IllegalArgumentException(
          "unknown option \"" + options + "\"; there is " + NO_CHECK);
    }
    if (isPlain()) {
      return;
    }
    ClassLoader program = ClassLoader.getSystemClassLoader();
    ConfiguredMethods configured = configured(program);
    DirectWeaver weaver = new DirectWeaver(configured);
    if (options.isEmpty() && program.getResource(CORE) != null) {
      check(weaver, ClassPathEntries.ofProcess(Agent::unreadable));
      for (String missing : configured.missing(program)) {
        say("WARN direct.methods names " + missing + ", which is not on the class path");
      }
    }
    install(weaver, instrumentation);
  }

  /** As SyncMode of heddle-core reads it; that may be seen by the program's own loaders only. */
  private static boolean isPlain() {
    String property = System.getProperty("heddle.sync");
    String said = property == null ? System.getenv("HEDDLE_SYNC") : property;
    return said != null
        && Set.of("true", "yes", "on", "1").contains(said.strip().toLowerCase(Locale.ROOT));
  }

  private static ConfiguredMethods configured(ClassLoader program) {
    if (program.getResource(CORE) != null) {
      return ProjectSettings.directMethods(Path.of(""));
    }
    // heddle-core is in a jar of jars: its settings can't be read from here.
    String variable = System.getenv("HEDDLE_DIRECT_METHODS");
    return variable == null
        ? ConfiguredMethods.NONE
        : new ConfiguredMethods(List.of(variable.strip().split("[,\\s]+(?![^(]*\\))")));
  }

  private static void unreadable(Path file, IOException why) {
    say(
        "WARN "
            + file
            + " is on the class path and no jar, so it is skipped, as the JVM does: "
            + why.getMessage());
  }

  private static ClassFileLocator locator(List<Path> path) throws IOException {
    List<ClassFileLocator> locators = new ArrayList<>();
    for (Path entry : path) {
      locators.add(
          Files.isDirectory(entry)
              ? new ClassFileLocator.ForFolder(entry.toFile())
              : new ClassFileLocator.ForJarFile(new JarFile(entry.toFile(), false)));
    }
    return new ClassFileLocator.Compound(locators);
  }

  private static void check(DirectWeaver weaver, List<Path> path) {
    try (ClassFileLocator classes = locator(path)) {
      List<String> names =
          ClassPathScan.classes(
              path, (name, file) -> weaver.mayConcern(name, file) && weaver.plan(file) != null);
      if (names.isEmpty()) {
        return;
      }
      DefinitionCheck.Found found =
          new DefinitionCheck(
                  weaver,
                  classes,
                  ClassLoader.getPlatformClassLoader(),
                  ClassLoader.getSystemClassLoader())
              .look(names);
      found.unchecked().forEach(line -> say("WARN " + line));
      if (!found.problems().isEmpty()) {
        throw new IllegalStateException(String.join("\n", found.problems()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the class path: " + e.getMessage(), e);
    }
  }

  static void install(DirectWeaver weaver, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Weaving(weaver));
  }

  /**
   * Weaves what is loaded. The JVM takes a transformer's exception for "unchanged", so it speaks.
   */
  private static final class Weaving implements ClassFileTransformer {
    private final DirectWeaver weaver;
    private final Set<ClassLoader> told = ConcurrentHashMap.newKeySet();

    Weaving(DirectWeaver weaver) {
      this.weaver = weaver;
    }

    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] classFile) {
      if (name == null || loader == null) {
        return null;
      }
      String className = name.replace('/', '.');
      if (isOurs(className) || !weaver.mayConcern(className, classFile)) {
        return null;
      }
      try {
        if (redefined != null && !isWoven(redefined)) {
          return null;
        }
        if (loader.getResource(CORE) == null) {
          if (told.add(loader)) {
            say(
                "WARN "
                    + className
                    + " and others of "
                    + loader
                    + " are not woven: heddle-core is not seen from there");
          }
          return null;
        }
        return weaver.weave(loader, classFile);
      } catch (RuntimeException | Error e) {
        say("ERROR " + className + " is not woven, so its direct tasks are plain calls: " + e);
        return null;
      }
    }

    /**
     * Whether a class that is redefined has to be woven again: it must keep the members that it was
     * loaded with. By the name, as the annotation is another class in each loader.
     */
    private static boolean isWoven(Class<?> redefined) {
      for (Annotation mark : redefined.getDeclaredAnnotations()) {
        if (mark.annotationType().descriptorString().equals(MovedBodies.WOVEN)) {
          return true;
        }
      }
      return false;
    }

    /** These have the annotation's name as a text, and to look at one is to load it meanwhile. */
    private static boolean isOurs(String className) {
      return className.startsWith(DirectWeaver.class.getName())
          || className.startsWith(MovedBodies.class.getName());
    }
  }

  @SuppressWarnings("SystemOut") // no logger is set up yet
  private static void say(String line) {
    System.err.println("heddle-agent: " + line);
  }
}
