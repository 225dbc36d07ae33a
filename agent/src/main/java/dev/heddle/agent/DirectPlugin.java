package dev.heddle.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import org.jspecify.annotations.Nullable;

/**
 * Weaves at build time, in Byte Buddy's plug-ins for Maven and Gradle. Found by itself where
 * heddle-agent is a dependency of the plug-in. A direct task that can't be one ends the build.
 */
public final class DirectPlugin implements Plugin {
  private final DirectWeaver weaver;

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
    this(ProjectSettings.directMethods(classes.toPath()));
  }

  DirectPlugin(ConfiguredMethods configured) {
    weaver = new DirectWeaver(configured);
  }

  @Override
  public boolean matches(@Nullable TypeDescription type) {
    return type != null; // what is to be woven is told by the class file
  }

  @Override
  public DynamicType.Builder<?> apply(
      DynamicType.Builder<?> builder, TypeDescription type, ClassFileLocator locator) {
    try {
      ClassFileLocator.Resolution found = locator.locate(type.getName());
      DirectWeaver.Plan plan = found.isResolved() ? weaver.plan(found.resolve()) : null;
      if (plan == null) {
        return builder;
      }
      List<String> problems =
          new DefinitionCheck(weaver, locator, DirectPlugin.class.getClassLoader(), null)
              .problems(List.of(type.getName()));
      if (!problems.isEmpty()) {
        throw new IllegalStateException(String.join("\n", problems));
      }
      return weaver.weave(builder, plan);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + type.getName(), e);
    }
  }

  @Override
  public void close() {
    // nothing is open
  }
}
