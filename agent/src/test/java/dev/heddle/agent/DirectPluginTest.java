package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import net.bytebuddy.build.BuildLogger;
import net.bytebuddy.build.Plugin;
import net.bytebuddy.build.Plugin.Factory.UsingReflection.ArgumentResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build tools do with a program that nobody but the build sees. */
class DirectPluginTest {
  @TempDir private Path sources;
  @TempDir private Path classes;
  @TempDir private Path woven;

  private final ByteArrayOutputStream warnings = new ByteArrayOutputStream();
  private final BuildLogger log =
      new BuildLogger.StreamWriting(new PrintStream(warnings, true, StandardCharsets.UTF_8));

  @Test
  void aClassThatMentionsOthersOfTheProgramIsWoven() throws Exception {
    compile("public record Sum(long value) {}");
    compile(
        """
        public final class Sums {
          @dev.heddle.DirectTask
          public static Sum of(java.util.List<Sum> parts) {
            Sum sum = new Sum(0);
            for (Sum part : parts) {
              sum = new Sum(sum.value() + part.value());
            }
            return sum;
          }
        }
        """);

    weave();

    assertThat(isWoven("Sums.class")).isTrue();
    assertThat(isWoven("Sum.class")).isFalse();
  }

  @Test
  void whatCanNotBeATaskEndsTheBuildAndIsNamed() throws Exception {
    compile(
        """
        public final class Pairs {
          @dev.heddle.DirectTask
          public static java.util.List<String> join(
              @dev.heddle.FanOut java.util.List<String> these,
              @dev.heddle.FanOut java.util.List<String> those) {
            return these;
          }
        }
        """);

    assertThat(catchThrowable(this::weave)).hasStackTraceContaining("Pairs.join");
  }

  @Test
  void theSettingsOfTheProjectAroundTheClassesSayWhatElseIsADirectTask() throws Exception {
    Path project = sources.resolve("module");
    Path target = Files.createDirectories(project.resolve("target/classes"));
    compile("public record Named(String name) { public String shout() { return name + '!'; } }");
    Files.copy(classes.resolve("Named.class"), target.resolve("Named.class"));
    Files.writeString(project.resolve("heddle.toml"), "[direct]\nmethods = [\"Named.shout\"]\n");

    new Plugin.Engine.Default()
        .apply(
            target.toFile(),
            woven.toFile(),
            new Plugin.Factory.UsingReflection(DirectPlugin.class)
                .with(given(File.class, target.toFile())));

    assertThat(isWoven("Named.class")).isTrue();
  }

  @Test
  void aClassWhoseOptionalDependencyIsMissingIsWovenUnchecked() throws Exception {
    compile("public record Absent(long value) {}");
    compile("public record Holds(Absent value) {}");
    compile(
        """
        public final class Needs {
          @dev.heddle.DirectTask
          public static Holds of(Holds one) { return one; }
        }
        """);
    Files.delete(classes.resolve("Absent.class"));

    Plugin.Factory.UsingReflection factory = new Plugin.Factory.UsingReflection(DirectPlugin.class);
    weave(factory.with(given(File.class, classes.toFile()), given(BuildLogger.class, log)));

    assertThat(warnings.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("the direct tasks of Needs are not checked")
        .contains("NoClassDefFoundError: Absent");
    assertThat(isWoven("Needs.class")).isTrue();
  }

  private void compile(String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String name = source.replaceAll("(?s).*?public (record|final class) (\\w+).*", "$2");
    Path file = Files.writeString(sources.resolve(name + ".java"), source);
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<Path> path = new ArrayList<>(List.of(classes));
      files.getLocationAsPaths(StandardLocation.CLASS_PATH).forEach(path::add);
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, path);
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(file);
      List<String> options = List.of("-proc:none", "-parameters");
      boolean ok = compiler.getTask(messages, files, null, options, null, units).call();
      assertThat(ok).as(messages.toString()).isTrue();
    }
  }

  private void weave() throws IOException {
    weave(new Plugin.Factory.Simple(new DirectPlugin(ConfiguredMethods.NONE, log)));
  }

  private void weave(Plugin.Factory factory) throws IOException {
    new Plugin.Engine.Default().apply(classes.toFile(), woven.toFile(), factory);
  }

  /** What a build tool has for the constructors of plug-ins. */
  private static <T> ArgumentResolver given(Class<T> type, T value) {
    return ArgumentResolver.ForType.of(type, value);
  }

  private boolean isWoven(String file) throws IOException {
    return ClassFileText.isIn(
        Files.readAllBytes(woven.resolve(file)), ClassFileText.of(MovedBodies.WOVEN));
  }
}
