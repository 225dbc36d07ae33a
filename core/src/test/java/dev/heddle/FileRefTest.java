package dev.heddle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and writing files through their references. */
class FileRefTest {
  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    FileRef file = FileRef.of(folder.resolve("a.txt"));

    file.writeString("Grüße\nzwei\n");

    assertThat(file.readString()).isEqualTo("Grüße\nzwei\n");
    assertThat(file.lines()).containsExactly("Grüße", "zwei");
    assertThat(file.size()).isEqualTo(13);
    assertThat(file.name()).isEqualTo("a.txt");
    assertThat(file.exists()).isTrue();
    assertThat(file.writeLines(List.of("x", "y")).read()).isEqualTo("x\ny\n".getBytes(UTF_8));
  }

  @Test
  void writingMakesTheParentFolders() {
    FileRef file = FileRef.of(folder.resolve("new/deep/a.txt"));

    file.write(new byte[] {1});

    assertThat(file.read()).containsExactly(1);
  }

  @Test
  void theOldContentStandsUntilTheNewIsComplete() throws IOException {
    FileRef file = FileRef.of(folder.resolve("a.txt")).writeString("old");

    try (OutputStream out = file.outputStream()) {
      out.write("half".getBytes(UTF_8));
      out.flush();
      assertThat(file.readString()).isEqualTo("old");
    }

    assertThat(file.readString()).isEqualTo("half");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void aLinkStaysALinkAndPermissionsStay() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);

    FileRef.of(link).writeString("new");

    assertThat(link).isSymbolicLink();
    assertThat(real).content().isEqualTo("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void aMissingFileIsNamedWithTheRemedy() {
    FileRef file = FileRef.of("no/such/file.txt");

    assertThat(file.exists()).isFalse();
    assertThatThrownBy(file::readString)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Can't read \"no/such/file.txt\": there is no such file")
        .hasMessageContaining(Path.of("no/such/file.txt").toAbsolutePath().toString())
        .hasMessageContaining("Create it first, or correct the path")
        .hasCauseInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(file::size).hasMessageContaining("Can't look at \"no/such/file.txt\"");
  }

  @Test
  void aFolderIsNoFile() throws IOException {
    assertThatThrownBy(FileRef.of(folder)::read).hasMessageContaining("Use DirRef for a folder");
    assertThatThrownBy(() -> FileRef.of(folder).writeString("a"))
        .hasMessageContaining("Can't write")
        .hasMessageContaining("Use DirRef for a folder");
    Files.writeString(folder.resolve("plain"), "");
    assertThatThrownBy(() -> FileRef.of(folder.resolve("plain/a.txt")).writeString("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("plain/a.txt");
  }

  @Test
  void anUnreadableFileIsNamedWithTheRemedy() throws IOException {
    Path path = Files.writeString(folder.resolve("secret"), "x");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(path)).as("the superuser reads everything").isFalse();

    assertThatThrownBy(FileRef.of(path)::read)
        .hasMessageContaining("secret")
        .hasMessageContaining("Check the permissions");
  }

  @Test
  void aFullDiskKeepsTheOldContent() {
    Path full = Path.of("/dev/full");
    assumeThat(Files.exists(full)).isTrue();

    assertThatThrownBy(() -> FileRef.of(full).writeString("a"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Can't write \"/dev/full\"")
        .hasMessageContaining("No space left");
  }

  @Test
  void anEntryOfAZipFileIsAFile() throws IOException {
    URI uri = URI.create("jar:" + folder.resolve("new/z.zip").toUri() + "!/in/a%20b.txt");

    FileRef.of(uri).writeString("zipped");
    FileRef again = FileRef.of(uri.toString());

    assertThat(again).isEqualTo(FileRef.of(uri));
    assertThat(again.readString()).isEqualTo("zipped");
    assertThat(again.exists()).isTrue();
    assertThat(again.size()).isEqualTo(6);
    try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("new/z.zip"), Map.of())) {
      assertThat(Files.readString(zip.getPath("/in/a b.txt"))).isEqualTo("zipped");
      assertThat(FileRef.of(zip.getPath("/in/a b.txt")).location()).endsWith("!/in/a%20b.txt");
    }
    assertThat(FileRef.of(URI.create("jar:" + folder.resolve("no.zip").toUri() + "!/a")).exists())
        .isFalse();
  }

  @Test
  void aZipFileThatIsNoneIsNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.zip"), "this is no zip file");

    assertThatThrownBy(() -> FileRef.of("jar:" + broken.toUri() + "!/a.txt").read())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("broken.zip!/a.txt");
  }

  @Test
  void aSchemeWithoutProviderSaysWhatIsMissing() {
    assertThatThrownBy(FileRef.of("s3://bucket/key")::read)
        .hasMessageContaining("Can't read \"s3://bucket/key\"")
        .hasMessageContaining("add a java.nio.file provider for it to the class path");
  }

  @Test
  void aFileUriIsAPath() {
    Path path = folder.resolve("a.txt");

    assertThat(FileRef.of(path.toUri())).isEqualTo(FileRef.of(path));
    assertThat(FileRef.of(path.toUri().toString())).isEqualTo(FileRef.of(path));
  }

  @Test
  void whatIsNoLocationIsRefusedAtOnce() {
    assertThatThrownBy(() -> FileRef.of("")).isInstanceOf(HeddleException.class);
    assertThatThrownBy(() -> FileRef.of("a\0b")).hasMessageContaining("no path");
    assertThatThrownBy(() -> FileRef.of("s3://a b")).hasMessageContaining("no URI");
    assertThatThrownBy(() -> FileRef.of(URI.create("a.txt"))).hasMessageContaining("no scheme");
  }
}
