package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that are compiled already, in a jar. */
class ClassPathTest {
  private static final String PRICES =
      """
      package shop.core;
      import dev.heddle.*;
      public class Prices {
        @Task public static int price(int count, String item) { return Tax.on(count * item.length()); }
      }
      """;
  private static final String TAX =
      """
      package shop.core;
      class Tax { static int on(int net) { return net + 7; } }
      """;

  @TempDir Path folder;
  private Cli cli;

  @BeforeEach
  void aProject() {
    cli = Cli.in(folder);
  }

  /** Compiles into a jar, with these options for what the class files keep. */
  private String jar(String name, String... options) throws Exception {
    Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("-proc:none", "-d", classes.toString()));
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.add(cli.file("src/shop/core/Prices.java", PRICES));
    words.add(cli.file("src/shop/core/Tax.java", TAX));
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, words.toArray(String[]::new))).isZero();
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
        out.write(Files.readAllBytes(each));
        out.closeEntry();
      }
    }
    return jar.toString();
  }

  private Cli.Ran price(String jar) {
    return cli.run(
        "run", "--cp", jar, "shop.core.Prices", "price", "--count", "2", "--item", "tea");
  }

  @Test
  void aTaskOfAJarRunsAndIsRemembered() throws Exception {
    String jar = jar("shop", "-parameters");

    assertThat(price(jar).out()).isEqualTo("13\n");
    assertThat(price(jar).err())
        .containsPattern("cached +[0-9a-f]{10}  Prices.price\\(2, \"tea\"\\)");
  }

  @Test
  void namesOfParametersMayComeFromDebugData() throws Exception {
    assertThat(price(jar("debug", "-g")).out()).isEqualTo("13\n");
  }

  @Test
  void withoutAnyNamesTheRemedyIsNamed() throws Exception {
    Cli.Ran ran = price(jar("bare", "-g:none"));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("shop.core.Prices.price").contains("-parameters (or -g)");
  }

  @Test
  void anotherBuildOfTheSameSourceIsTheSameCode() throws Exception {
    price(jar("shop", "-parameters"));

    assertThat(price(jar("again", "-parameters", "-g")).err()).containsPattern("total +0 +1");
  }

  @Test
  void aChangedHelperInTheJarRunsItAgain() throws Exception {
    price(jar("shop", "-parameters"));
    Path classes = folder.resolve("shop-classes");
    assertThat(classes.resolve("shop/core/Tax.class")).exists();
    String edited = TAX.replace("+ 7", "+ 8");
    String source = cli.file("edit/shop/core/Tax.java", edited);
    var compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, "-d", classes.toString(), source)).isZero();

    assertThat(price(classes.toString()).out()).isEqualTo("14\n");
  }

  @Test
  void aClassThatIsNotThereIsWrongUsage() throws Exception {
    Cli.Ran ran = cli.run("run", "--cp", jar("shop", "-parameters"), "shop.core.Price", "price");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("There is no class shop.core.Price");
  }

  @Test
  void aWorkerServesTheTasksOfTheJarsThatAManifestNames() throws Exception {
    jar("shop", "-parameters");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    manifest.getMainAttributes().putValue("Class-Path", "shop.jar notes.txt gone.jar");
    cli.file("notes.txt", "no jar");
    Path all = folder.resolve("all.jar");
    try (OutputStream file = Files.newOutputStream(all);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.finish();
    }

    assertThat(cli.run("worker", "--cp", all.toString(), "--burst").err()).contains("1 task");
    Cli.Ran typed = cli.run("worker", "--cp", folder.resolve("notes.txt").toString(), "--burst");
    assertThat(typed.code()).isEqualTo(2);
    assertThat(typed.err()).contains("--cp: can't read " + folder.resolve("notes.txt"));
  }
}
