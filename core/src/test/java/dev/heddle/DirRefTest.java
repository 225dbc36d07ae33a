package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed of folders and patterns. */
class DirRefTest {
  @TempDir Path folder;

  @BeforeEach
  void files() {
    write("b.c", "top.txt", "sub/a.c", "sub/deep/d.c", "sub/deep/e.h");
  }

  private void write(String... names) {
    for (String name : names) {
      FileRef.of(folder.resolve(name)).writeString(name);
    }
  }

  private FileSet set(String pattern) {
    return FileSet.of(folder + "/" + pattern);
  }

  @Test
  void aFolderHasAllFilesUnderItInOrder() {
    DirRef dir = DirRef.of(folder);

    assertThat(dir.names())
        .containsExactly("b.c", "sub/a.c", "sub/deep/d.c", "sub/deep/e.h", "top.txt");
    assertThat(dir.files().get(1).readString()).isEqualTo("sub/a.c");
    assertThat(dir.file("sub/a.c")).isEqualTo(dir.files().get(1));
    assertThat(dir.exists()).isTrue();
    assertThat(DirRef.of(folder.resolve("b.c")).exists()).isFalse();
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    Files.createSymbolicLink(folder.resolve("sub/deep/up"), folder);
    Files.createSymbolicLink(folder.resolve("sub/dangling"), folder.resolve("gone"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("sub/deep"));

    assertThat(DirRef.of(folder.resolve("sub")).names())
        .contains("a.c", "deep/d.c")
        .doesNotContain("dangling")
        .allMatch(name -> name.split("/", -1).length < 6);
    assertThat(DirRef.of(folder.resolve("linked")).names()).contains("d.c", "e.h");
  }

  @Test
  void heddlesOwnFolderIsLeftOut() {
    write(".heddle/heddle.db", "sub/.heddle/x", ".hidden");

    assertThat(DirRef.of(folder).names())
        .contains(".hidden")
        .noneMatch(name -> name.contains(".heddle"));
  }

  @Test
  void aPatternMatchesNames() {
    assertThat(set("*.c").names()).containsExactly("b.c");
    assertThat(set("**/*.c").names()).containsExactly("b.c", "sub/a.c", "sub/deep/d.c");
    assertThat(set("sub/**/*.c").names()).containsExactly("a.c", "deep/d.c");
    assertThat(set("sub/deep/*.{c,h}").names()).containsExactly("d.c", "e.h");
    assertThat(set("sub/deep/?.h").files().get(0).readString()).isEqualTo("sub/deep/e.h");
    assertThat(set("sub/a.c").names()).containsExactly("a.c");
    assertThat(set("nowhere/*.c").names()).isEmpty();
    assertThat(FileSet.of(folder.toString(), "*.txt").names()).containsExactly("top.txt");
  }

  @Test
  void aWrongPatternIsRefusedAtOnce() {
    assertThatThrownBy(() -> FileSet.of("data/{a")).hasMessageContaining("\"{a\" is no pattern");
  }

  @Test
  void aMissingFolderIsNamed() {
    assertThatThrownBy(DirRef.of(folder.resolve("gone"))::names)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("gone");
    assertThat(DirRef.of(folder.resolve("gone/deep")).create().names()).isEmpty();
  }

  @Test
  void aFolderInAZipFileIsAFolder() {
    String zip = "jar:" + folder.resolve("z.zip").toUri() + "!/";
    FileRef.of(URI.create(zip + "d/one%20two.txt")).writeString("1");
    FileRef.of(URI.create(zip + "d/e/x.c")).writeString("2");
    DirRef dir = DirRef.of(zip + "d");

    assertThat(dir.names()).containsExactly("e/x.c", "one two.txt");
    assertThat(dir.file("one two.txt").readString()).isEqualTo("1");
    assertThat(FileSet.of(zip + "d", "**/*.c").files().get(0).readString()).isEqualTo("2");
  }
}
