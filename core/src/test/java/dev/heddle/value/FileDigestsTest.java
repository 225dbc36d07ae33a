package dev.heddle.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.DirRef;
import dev.heddle.External;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are their content: what is read, what is remembered, what is still valid. */
class FileDigestsTest {
  @TempDir Path root;

  /** Long after every file of the test was written. */
  private Instant now = Instant.now().plusSeconds(3600);

  private final Map<FileStamp, Hash> remembered = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  private final DigestMemory memory =
      new DigestMemory() {
        @Override
        public Map<FileStamp, Hash> get(Collection<FileStamp> stamps) {
          asked.add(stamps.size() + " stamps");
          Map<FileStamp, Hash> found = new HashMap<>(remembered);
          found.keySet().retainAll(stamps);
          return found;
        }

        @Override
        public void put(FileStamp stamp, Hash digest) {
          remembered.put(stamp, digest);
        }
      };

  private FileDigests digests() {
    return new FileDigests(root, memory, () -> now);
  }

  private Codecs codecs() {
    return new Codecs(List.of(), digests());
  }

  private FileRef file(String name, String content) {
    return FileRef.of(root.resolve(name)).writeString(content);
  }

  private Hash hash(External external) {
    return codecs().of(external.getClass(), "x").encode(external).hash();
  }

  @Test
  void theDigestIsRememberedByTheStamp() {
    FileRef file = file("a.txt", "one");
    Hash digest = digests().digest(file);
    Hash planted = Hasher.of("planted").hash();
    remembered.replaceAll((stamp, hash) -> planted);

    assertThat(remembered).hasSize(1);
    assertThat(digests().digest(file)).isEqualTo(planted).isNotEqualTo(digest);
  }

  @Test
  void aTouchChangesNothing() throws IOException {
    FileRef file = file("a.txt", "one");
    Hash before = hash(file);

    Files.setLastModifiedTime(file.path(), FileTime.fromMillis(12345));

    assertThat(hash(file)).isEqualTo(before);
  }

  @Test
  void anEditOfTheSameSizeIsSeenEvenIfTheTimeIsPutBack() throws IOException {
    FileRef file = file("a.txt", "one");
    FileTime time = Files.getLastModifiedTime(file.path());
    Hash before = hash(file);

    Files.writeString(file.path(), "two");
    Files.setLastModifiedTime(file.path(), time);

    assertThat(hash(file)).isNotEqualTo(before);
    Files.writeString(file.path(), "one");
    assertThat(hash(file)).isEqualTo(before);
  }

  @Test
  void aFileThatJustChangedIsNotTrusted() {
    FileRef file = file("a.txt", "one");
    now = Instant.now();

    digests().digest(file);
    assertThat(remembered).isEmpty();

    now = now.plusSeconds(10);
    digests().digest(file);
    assertThat(remembered).hasSize(1);
  }

  @Test
  void aFileFromTheFutureIsNotTrusted() throws IOException {
    FileRef file = file("a.txt", "one");
    Files.setLastModifiedTime(file.path(), FileTime.from(now.plusSeconds(100)));

    digests().digest(file);

    assertThat(remembered).isEmpty();
  }

  @Test
  void spellingsOfOnePathAreOneFileAndTwoPathsAreTwo() {
    FileRef file = file("data/a.txt", "one");
    FileRef same = FileRef.of(root + "/data/../data/./a.txt");
    FileRef relative = FileRef.of(Path.of("").toAbsolutePath().relativize(root) + "/data/a.txt");
    FileRef other = file("data/b.txt", "one");

    assertThat(digests().location(file)).isEqualTo("data/a.txt");
    assertThat(digests().location(relative)).isEqualTo("data/a.txt");
    assertThat(hash(same)).isEqualTo(hash(file)).isEqualTo(hash(relative));
    assertThat(hash(other)).isNotEqualTo(hash(file));
    assertThat(digests().digest(other)).isEqualTo(digests().digest(file));
    assertThat(digests().location(FileRef.of("/elsewhere/x"))).isEqualTo("/elsewhere/x");
    assertThat(digests().location(DirRef.of(root))).isEqualTo(".");
  }

  @Test
  void byStatGoesBySizeAndTimeAndReadsNothing() throws IOException {
    FileRef file = file("a.txt", "one").byStat();
    FileTime time = Files.getLastModifiedTime(file.path());
    Hash before = hash(file);

    Files.writeString(file.path(), "two");
    Files.setLastModifiedTime(file.path(), time);
    assertThat(hash(file)).isEqualTo(before);

    Files.setLastModifiedTime(file.path(), FileTime.fromMillis(5));
    assertThat(hash(file)).isNotEqualTo(before);
    assertThat(hash(FileRef.of(file.location()))).isNotEqualTo(before);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aRecordedFileIsValidAsLongAsItsContentStands() throws IOException {
    Codec codec = codecs().of(new Values.TypeOf<List<FileRef>>() {}.type(), "x");
    FileRef a = file("a.txt", "one");
    FileRef b = file("sub/b.txt", "two");
    StoredValue stored = codec.encode(List.of(a, b));

    assertThat(codec.external()).isTrue();
    assertThat(codec.recordedFiles(stored.bytes()))
        .containsExactly(
            new RecordedFile("a.txt", digests().digest(a)),
            new RecordedFile("sub/b.txt", digests().digest(b)));
    asked.clear();
    assertThat(codec.valid(stored.bytes())).isTrue();
    assertThat(asked).as("one question for all files").containsExactly("2 stamps");

    b.writeString("three");
    assertThat(codec.valid(stored.bytes())).isFalse();
    assertThat(codec.encode(codec.decode(stored.bytes())).hash())
        .as("encoding looks at the file as it is now")
        .isNotEqualTo(stored.hash());
    b.writeString("two");
    assertThat(codec.valid(stored.bytes())).isTrue();
    Files.delete(a.path());
    assertThat(codec.valid(stored.bytes())).isFalse();
  }

  @Test
  void aFileReadBackOpensWhereItWasWhateverTheCurrentFolderIs() {
    Codec codec = codecs().of(FileRef.class, "x");
    FileRef file = file("sub/a.txt", "one");

    FileRef back = (FileRef) codec.decode(codec.encode(file).bytes());

    assertThat(Values.json(codec, file)).startsWith("{\"path\":\"sub/a.txt\",\"sha\":\"");
    assertThat(back.readString()).isEqualTo("one");
    assertThat(back.recordedDigest()).contains(digests().digest(file).toString());
  }

  @Test
  void aMissingFileIsNamedWithTheRemedy() {
    FileRef gone = FileRef.of(root.resolve("gone.txt"));

    assertThatThrownBy(() -> hash(gone))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining("gone.txt")
        .hasMessageContaining("does not exist")
        .hasMessageContaining("declare java.nio.file.Path if only its name is meant");
    assertThatThrownBy(() -> digests().digest(gone)).hasMessageContaining("gone.txt");
    assertThatThrownBy(() -> hash(FileRef.of(root))).hasMessageContaining("use DirRef");
    assertThatThrownBy(() -> hash(DirRef.of(root.resolve("gone")))).hasMessageContaining("gone");
  }

  @Test
  void theDatabaseIsNeverOpened() {
    FileRef database = file("heddle.db-wal", "");

    assertThatThrownBy(() -> hash(database)).hasMessageContaining("Heddle's own database");
  }

  @Test
  void aFolderIsTheNamesAndContentsUnderIt() throws IOException {
    DirRef dir = DirRef.of(root.resolve("d"));
    file("d/a.txt", "one");
    FileRef b = file("d/sub/b.txt", "two");
    Codec codec = codecs().of(DirRef.class, "x");
    StoredValue stored = codec.encode(dir);

    assertThat(codec.recordedFiles(stored.bytes()))
        .extracting(RecordedFile::location)
        .containsExactly("d", "d/a.txt", "d/sub/b.txt");
    assertThat(codec.valid(stored.bytes())).isTrue();

    file("d/new.txt", "");
    assertThat(codec.valid(stored.bytes())).isFalse();
    Files.delete(root.resolve("d/new.txt"));
    assertThat(codec.valid(stored.bytes())).isTrue();
    Files.move(b.path(), root.resolve("d/sub/c.txt"));
    assertThat(codec.valid(stored.bytes())).isFalse();
  }

  @Test
  void emptyFoldersOfTwoPathsAreTwo() {
    assertThat(hash(DirRef.of(root.resolve("a")).create()))
        .isNotEqualTo(hash(DirRef.of(root.resolve("b")).create()));
  }

  @Test
  void aFileSetIsTheFilesThatMatchNow() {
    file("d/a.csv", "one");
    file("d/a.txt", "ignored");
    FileSet set = FileSet.of(root + "/d/*.csv");
    Codec codec = codecs().of(FileSet.class, "x");
    StoredValue stored = codec.encode(set);

    assertThat(codec.recordedFiles(stored.bytes()))
        .extracting(RecordedFile::location)
        .containsExactly("d/*.csv", "d/a.csv");
    file("d/b.txt", "still ignored");
    assertThat(codec.valid(stored.bytes())).isTrue();
    file("d/b.csv", "two");
    assertThat(codec.valid(stored.bytes())).isFalse();
    FileSet back = (FileSet) codec.decode(stored.bytes());
    assertThat(back.names()).containsExactly("a.csv", "b.csv");
  }

  @Test
  void aFolderAsksTheMemoryOnce() {
    for (int i = 0; i < 20; i++) {
      file("d/" + i, "x" + i);
    }

    digests().digest(DirRef.of(root.resolve("d")));

    assertThat(asked).containsExactly("20 stamps");
  }

  @Test
  void anEntryOfAZipFileGoesByContent() {
    FileRef entry = FileRef.of("jar:" + root.resolve("z.zip").toUri() + "!/a.txt");
    entry.writeString("one");
    Hash before = hash(entry);
    Codec codec = codecs().of(FileRef.class, "x");
    StoredValue stored = codec.encode(entry);

    assertThat(codec.valid(stored.bytes())).isTrue();
    entry.writeString("two");
    assertThat(hash(entry)).isNotEqualTo(before);
    assertThat(codec.valid(stored.bytes())).isFalse();
    entry.writeString("one");
    assertThat(hash(entry)).isEqualTo(before);
  }

  @Test
  void anUnreadableEntryIsNamed() throws IOException {
    Path broken = Files.writeString(root.resolve("broken.zip"), "no zip");

    assertThatThrownBy(() -> hash(FileRef.of("jar:" + broken.toUri() + "!/a.txt")))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining("broken.zip");
  }

  @Test
  void aFileThatFailsToBeReadIsNamed() {
    FileRef memory = FileRef.of("/proc/self/mem"); // there, and unreadable even to the superuser
    assumeThat(memory.exists()).isTrue();

    assertThatThrownBy(() -> hash(memory))
        .isInstanceOf(UnserializableValueException.class)
        .hasMessageContaining("can't be keyed by its content")
        .hasMessageContaining("/proc/self/mem");
    assertThatThrownBy(() -> hash(FileRef.of("/dev/null"))).hasMessageContaining("device or pipe");
  }
}
