package dev.heddle.cli.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.config.Project;
import dev.heddle.config.Settings;
import dev.heddle.task.Woven;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import jdk.security.jarsigner.JarSigner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A woven class is of the jar, the signers and the package that its neighbours are of. */
class WovenLoaderTest {
  private static final List<String> BOTH = List.of("lib/Text.class", "lib/Upper.class");

  @TempDir private Path folder;

  private Path classes;
  private Weaving weaving;

  @BeforeEach
  void aLibrary() throws Exception {
    Files.writeString(folder.resolve("heddle.toml"), "[direct]\nmethods = [\"lib.Text.shout\"]\n");
    Settings settings = Settings.of(Project.find(folder)).environment(Map.of()).resolve();
    weaving = Weaving.of(settings);
    classes = folder.resolve("some classes");
    Path source = folder.resolve("Text.java");
    Files.writeString(
        source,
        """
        package lib;
        public class Text { public static String shout(String text) { return Upper.of(text); } }
        class Upper { static String of(String text) { return text.toUpperCase(); } }
        """);
    String[] words = {"-d", classes.toString(), source.toString()};
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, words)).isZero();
  }

  @Test
  void theClassesOfASignedJarHaveItsSignersAndItsManifest() throws Exception {
    Path jar = signed(jar("unsigned.jar", BOTH, "Implementation-Title", "Text and more"));

    try (WovenLoader loader = loader(jar);
        URLClassLoader plain = new URLClassLoader(new URL[] {ClassPath.url(jar)}, null)) {
      Class<?> woven = loader.loadClass("lib.Text");
      Class<?> other = loader.loadClass("lib.Upper");

      assertThat(isWoven(woven)).isTrue();
      assertThat(isWoven(other)).isFalse();
      assertThat(woven.getProtectionDomain()).isSameAs(other.getProtectionDomain());
      CodeSource source = woven.getProtectionDomain().getCodeSource();
      Class<?> expected = plain.loadClass("lib.Text");
      assertThat(source).isEqualTo(expected.getProtectionDomain().getCodeSource());
      assertThat(source.getCertificates()).hasSize(1);
      assertThat(woven.getPackage().getImplementationTitle()).isEqualTo("Text and more");
    }
  }

  @Test
  void aPackageThatIsSealedTakesNoClassOfAnotherEntry() throws Exception {
    Path jar = jar("sealed.jar", List.of("lib/Text.class"), "Sealed", "true");

    try (WovenLoader loader = loader(jar, classes)) {
      loader.loadClass("lib.Text");

      assertThatThrownBy(() -> loader.loadClass("lib.Upper"))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("lib is sealed")
          .hasMessageContaining("lib.Upper");
    }
  }

  @Test
  void theClassesOfAFolderAndOfAJarThatAManifestNamesAreOfThese() throws Exception {
    Path jar = jar("text.jar", BOTH);
    Path naming = jar("naming.jar", List.of(), "Class-Path", "text.jar");

    for (Path place : List.of(classes, jar)) {
      try (WovenLoader loader = loader(place.equals(jar) ? naming : place)) {
        for (String name : List.of("lib.Text", "lib.Upper")) {
          assertThat(loader.loadClass(name).getProtectionDomain().getCodeSource().getLocation())
              .isEqualTo(ClassPath.url(place));
        }
      }
    }
  }

  private WovenLoader loader(Path... entries) {
    URL[] urls = new ClassPath(List.of(entries)).urls();
    return new WovenLoader(urls, getClass().getClassLoader(), weaving);
  }

  private static boolean isWoven(Class<?> type) {
    return type.isAnnotationPresent(Woven.class);
  }

  private Path jar(String name, List<String> files, String... attributes) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
    for (int i = 0; i < attributes.length; i += 2) {
      manifest.getMainAttributes().putValue(attributes[i], attributes[i + 1]);
    }
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String entry : files) {
        out.putNextEntry(new JarEntry(entry));
        Files.copy(classes.resolve(entry), out);
        out.closeEntry();
      }
    }
    return jar;
  }

  /** Signs a jar with a key of its own. */
  private Path signed(Path unsigned) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String make =
        " -genkeypair -keyalg EC -alias a -dname CN=a -keystore keys.p12 -storepass secret";
    Process made =
        new ProcessBuilder((keytool + make).split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    char[] secret = "secret".toCharArray();
    KeyStore keys = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), secret);
    PrivateKey key = (PrivateKey) keys.getKey("a", secret);
    CertPath path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(keys.getCertificate("a")));
    Path jar = folder.resolve("signed.jar");
    try (ZipFile from = new ZipFile(unsigned.toFile());
        OutputStream to = Files.newOutputStream(jar)) {
      new JarSigner.Builder(key, path).build().sign(from, to);
    }
    return jar;
  }
}
