package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the JVM looks for classes, by what the manifests of jars say. */
class ClassPathEntriesTest {
  @TempDir private Path folder;

  private final List<Path> ignored = new ArrayList<>();

  private List<Path> entries(Path... path) {
    return ClassPathEntries.withManifests(List.of(path), (file, why) -> ignored.add(file));
  }

  private Path jar(String name, String classPath) throws IOException {
    return Jvm.manifestJar(folder.resolve(name), "Class-Path", classPath);
  }

  @Test
  void aJarIsFollowedByWhatItsManifestNamesInTheJvmsOrder() throws Exception {
    Path far = jar("far away.jar", "");
    Files.createDirectory(folder.resolve("lib"));
    Path near = jar("lib/near+.jar", "../far%20away.jar");
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path absolute = jar("absolute.jar", "");
    Path app = jar("app.jar", "lib/near+.jar classes/ " + absolute.toUri());
    Path second = jar("second.jar", "");

    assertThat(entries(app, second)).containsExactly(app, near, far, classes, absolute, second);
    assertThat(ignored).isEmpty();
  }

  @Test
  void jarsThatNameEachOtherAreLookedAtOnce() throws Exception {
    Path one = jar("one.jar", "other.jar one.jar");
    Path other = jar("other.jar", "one.jar");

    assertThat(entries(one, other, one)).containsExactly(one, other);
  }

  @Test
  void whatIsMissingOrElsewhereOrOfAnotherKindIsIgnored() throws Exception {
    Files.createDirectory(folder.resolve("folder"));
    jar("there.jar", "");
    Path app = jar("app.jar", "gone.jar http://example.org/a.jar folder there.jar/ %zz.jar x:y:z");

    assertThat(entries(app)).containsExactly(app);
    assertThat(ignored).isEmpty();
  }

  @Test
  void whatIsNoJarIsLeftOutAndTold() throws Exception {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "no jar");
    Path app = jar("app.jar", "notes.txt");

    assertThat(entries(app, notes)).containsExactly(app);
    assertThat(ignored).containsExactly(notes);
  }
}
