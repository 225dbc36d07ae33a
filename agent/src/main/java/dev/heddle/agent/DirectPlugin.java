package dev.heddle.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Weaves at build time, in Byte Buddy's plug-ins for Maven and Gradle. Found by itself where
 * heddle-agent is a dependency of the plug-in. A direct task that can't be one ends the build.
 */
public final class DirectPlugin implements Plugin.WithPreprocessor {
  private final DirectWeaver weaver;
  private final BuildLogger log;
  private final Set<String> concerned = ConcurrentHashMap.newKeySet();

  /** For a build that does not say where its classes are: with the settings around its process. */
  public DirectPlugin() {
    this(new File(""));
  }

  /**
   * For the plug-ins: with the methods that the project's {@code heddle.toml} names. The build of a
   * module may have been started anywhere, so it is looked for from the classes upward.
   *
   * @param classes the folder of the class files
   */
  @Plugin.Factory.UsingReflection.Priority(1)
  public DirectPlugin(File classes) {
    this(classes, BuildLogger.StreamWriting.toSystemError());
  }

  /** The same for those that have a log. */
  @Plugin.Factory.UsingReflection.Priority(2)
  public DirectPlugin(File classes, BuildLogger log) {
    this(ProjectSettings.directMethods(classes.toPath()), log);
  }

  DirectPlugin(ConfiguredMethods configured, BuildLogger log) {
    this.weaver = new DirectWeaver(configured);
    this.log = log;
  }

  /**
   * Takes down who has direct tasks. Of what matches, Byte Buddy looks at the types that it
   * mentions, and a build may lack some of those that classes without direct tasks mention.
   */
  @Override
  public void onPreprocess(TypeDescription type, ClassFileLocator locator) {
    String name = type.getName();
    ClassFileLocator.Resolution file = file(name, locator);
    if (file.isResolved() && weaver.mayConcern(name, file.resolve())) {
      concerned.add(name);
    }
  }

  private static ClassFileLocator.Resolution file(String name, ClassFileLocator locator) {
    try {
      return locator.locate(name);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + name, e);
    }
  }

  @Override
  public boolean matches(@Nullable TypeDescription type) {
    return type != null && concerned.contains(type.getName());
  }

  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
    ClassFileLocator.Resolution file = file(type.getName(), locator);
    DirectWeaver.Plan plan = file.isResolved() ? weaver.plan(file.resolve()) : null;
    if (plan == null) {
      return builder;
    }
    DefinitionCheck.Found found =
        new DefinitionCheck(weaver, locator, DirectPlugin.class.getClassLoader(), null)
            .look(List.of(type.getName()));
    found.unchecked().forEach(log::warn);
    if (!found.problems().isEmpty()) {
      throw new IllegalStateException(String.join("\n", found.problems()));
    }
    return weaver.weave(builder, plan);
  }

  @Override
  public void close() {
    // nothing is open
  }
}
