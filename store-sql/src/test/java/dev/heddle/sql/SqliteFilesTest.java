package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet.Fence;
import dev.heddle.store.Committer;
import dev.heddle.store.FatalStoreException;
import dev.heddle.store.Outcome;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.StoreProvider;
import dev.heddle.testkit.Calls;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a store whose file or folder is not as it should be. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SqliteFilesTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("heddle.db");
  }

  private void record(String... names) {
    try (Store store = SqliteStore.open(file(), false)) {
      Calls calls = new Calls(store);
      Fence fence = calls.execution("before");
      for (String call : names) {
        Calls.expectApplied(
            calls.apply(fence, Calls.succeeded(calls.head(fence, call), Calls.value(call), 5)));
      }
    }
  }

  private static boolean isRecorded(Store store, String call) {
    return !store.find(List.of(Calls.hash(call))).get(0).isEmpty();
  }

  @Test
  void whatWasRecordedIsThereAfterReopening() {
    record("a", "b");
    try (Store store = SqliteStore.open(file(), false)) {
      assertThat(isRecorded(store, "a")).isTrue();
      assertThat(store.find(List.of(Calls.hash("b"))).get(0).get(0).subtree().tasks())
          .containsExactly(Calls.TASK);
      assertThat(store.taskVersions(Calls.TASK.name()).get(0).members())
          .isEqualTo(Calls.TASK.members());
    }
  }

  @Test
  void idsGoOnAfterReopening() {
    long last;
    try (Store store = SqliteStore.open(file(), false)) {
      last = store.reserveIds(1_000) + 999;
    }
    try (Store store = SqliteStore.open(file(), false)) {
      assertThat(store.reserveIds(1)).isGreaterThan(last);
    }
  }

  @Test
  void thePropertiesOfTheFileAreSetBeforeItsFirstTable() throws Exception {
    record("a");
    try (Session session = SqliteSessions.open(file())) {
      assertThat(session.number("PRAGMA application_id")).isEqualTo(Schema.APPLICATION_ID);
      assertThat(session.number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
      assertThat(session.number("PRAGMA auto_vacuum")).as("incremental").isEqualTo(2);
      assertThat(session.number("PRAGMA page_size")).isEqualTo(4_096);
      assertThat(session.number("SELECT count(*) FROM flyway_schema_history WHERE success"))
          .isEqualTo(Schema.VERSION);
    }
  }

  @Test
  void theProviderServesSqliteUrls() {
    StoreProvider provider =
        ServiceLoader.load(StoreProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.serves("sqlite:"))
            .findFirst()
            .orElseThrow();
    try (Store store = provider.open("sqlite:", folder)) {
      assertThat(store.url()).startsWith("sqlite:").endsWith("heddle.db");
    }
    try (Store store = provider.open("sqlite:" + folder.resolve("x/y.db"), folder)) {
      assertThat(store.url()).endsWith("y.db");
      assertThat(folder.resolve("x/y.db")).exists();
    }
    assertThatThrownBy(() -> provider.open("sqlite:x.db?fast=yes", folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("fast=yes");
    assertThat(provider.serves("memory:")).isFalse();
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndNotTouched() throws Exception {
    byte[] text = "precious text, not a database. ".repeat(100).getBytes(StandardCharsets.UTF_8);
    Files.write(file(), text);

    assertThatThrownBy(() -> SqliteStore.open(file(), false))
        .isInstanceOf(FatalStoreException.class)
        .hasMessageContaining(file().getFileName().toString())
        .hasMessageContaining("not a store of Heddle")
        .hasMessageContaining("not touched");
    assertThat(Files.readAllBytes(file())).isEqualTo(text);
  }

  @Test
  void theDatabaseOfAnotherProgramIsRefused() throws Exception {
    try (Session other = SqliteSessions.create(file())) {
      other.execute("CREATE TABLE theirs (x)");
    }
    assertThatThrownBy(() -> SqliteStore.open(file(), false))
        .isInstanceOf(FatalStoreException.class)
        .hasMessageContaining("another program");
  }

  @Test
  void aNewerSchemaIsRefusedNamingBothVersions() throws Exception {
    record("a");
    try (Session newer = SqliteSessions.open(file())) {
      newer.execute("PRAGMA user_version = 99");
    }
    assertThatThrownBy(() -> SqliteStore.open(file(), false))
        .isInstanceOf(FatalStoreException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("version " + Schema.VERSION)
        .hasMessageContaining("Update this Heddle");
  }

  @Test
  void anEmptyFileBecomesAStore() throws Exception {
    Files.createFile(file());
    record("a");
    try (Store store = SqliteStore.open(file(), false)) {
      assertThat(isRecorded(store, "a")).isTrue();
    }
  }

  @Test
  void whatADyingCreatorLeftIsRemoved() throws Exception {
    Path half = folder.resolve("heddle.db.0000.new");
    Files.writeString(half, "half");
    record("a");
    assertThat(half).doesNotExist();
  }

  @Test
  void aDamagedFileIsSaidToBeDamaged() throws Exception {
    String[] calls = new String[500];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = "call" + i;
    }
    record(calls);
    byte[] garbage = new byte[4_096];
    new Random(7).nextBytes(garbage);
    try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
      for (long page = 1; page < raw.length() / 4_096; page++) {
        raw.seek(page * 4_096);
        raw.write(garbage);
      }
    }
    assertThatThrownBy(
            () -> {
              try (Store store = SqliteStore.open(file(), false)) {
                isRecorded(store, "call1");
              }
            })
        .isInstanceOf(FatalStoreException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("copy");
  }

  @Test
  void aFolderIsNoStore() {
    assertThatThrownBy(() -> SqliteStore.open(folder, false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    // Root may write wherever permission bits forbid it; nobody may make a folder in /proc.
    Path proc = Path.of("/proc");
    assumeThat(proc).as("a file system without new folders").isDirectory();

    assertThatThrownBy(() -> SqliteStore.open(proc.resolve("project/heddle.db"), false))
        .isInstanceOf(FatalStoreException.class)
        .hasMessageContaining("/proc/project")
        .hasMessageContaining("--store");
  }

  @Test
  void aReadOnlyDiskIsNamed() throws Exception {
    record("a");
    try (Mount mount = Mount.tmpfs(folder.resolve("ro"), "size=4m")) {
      assumeThat(mount.isThere()).as("mounting is permitted").isTrue();
      Files.copy(file(), mount.path().resolve("heddle.db"));
      mount.readOnly();
      assertThatThrownBy(() -> SqliteStore.open(mount.path().resolve("heddle.db"), false))
          .isInstanceOf(FatalStoreException.class)
          .hasMessageContaining(mount.path().toString())
          .hasMessageContaining("writable");
    }
  }

  @Test
  void aFullDiskKeepsWhatWasCommittedAndSaysWhatToDo() throws Exception {
    try (Mount mount = Mount.tmpfs(folder.resolve("small"), "size=2m")) {
      assumeThat(mount.isThere()).as("mounting is permitted").isTrue();
      fillUp(mount.path().resolve("heddle.db"));
    }
  }

  @Test
  void aFullDatabaseKeepsWhatWasCommittedAndSaysWhatToDo() throws Exception {
    fillUp(file(), "max_page_count = 200");
  }

  @SuppressWarnings("try") // closed by hand, to see what closing says
  private static void fillUp(Path file, String... pragmas) throws Exception {
    Store store = SqliteStore.open(file, false, pragmas);
    Calls calls = new Calls(store);
    Fence fence = calls.execution("filling");
    long id = store.reserveIds(2_000);
    List<Outcome> told = Collections.synchronizedList(new ArrayList<>());
    try (Committer committer = new Committer(store)) {
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = new byte[4_000];
        new Random(i).nextBytes(bytes);
        Change change =
            Calls.succeeded(
                Calls.head(id + i, fence, "call" + i, true), Calls.value(bytes), 1_000 + i);
        committer.submit(fence, List.of(change), told::add);
        if (i % 10 == 0) {
          committer.flush();
        }
      }
    }
    assertThat(told).hasSize(2_000);
    assertThat(told.get(1_999))
        .isInstanceOfSatisfying(
            Outcome.Errored.class,
            errored ->
                assertThat(errored.error())
                    .isInstanceOf(FatalStoreException.class)
                    .hasMessageContaining("full")
                    .hasMessageContaining("kept")
                    .hasMessageContaining("Free space"));
    int applied = 0;
    while (told.get(applied) instanceof Outcome.Applied) {
      assertThat(isRecorded(store, "call" + applied)).as("call %d, told", applied).isTrue();
      applied++;
    }
    assertThat(applied).isPositive();
    assertThat(told.subList(applied, 2_000)).allMatch(o -> o instanceof Outcome.Errored);
    assertThat(isRecorded(store, "call" + applied)).as("call %d, not told", applied).isFalse();
    try {
      store.close();
    } catch (StoreException e) {
      // It has to mark the execution interrupted, for which there may be no room either.
      assertThat(e).hasMessageContaining("full");
    }
  }

  @Test
  void aSecondClassLoaderIsRefused() throws Exception {
    String property = "dev.heddle.store." + folder.toRealPath().resolve("x.db.locks");
    System.setProperty(property, "held by another class loader");
    try {
      assertThatThrownBy(() -> SqliteStore.open(folder.resolve("x.db"), false))
          .isInstanceOf(FatalStoreException.class)
          .hasMessageContaining("another class loader");
    } finally {
      System.clearProperty(property);
    }
    SqliteStore.open(folder.resolve("x.db"), false).close();
    assertThat(System.getProperty(property)).isNull();
  }

  @Test
  void networkFileSystemsAreKnown() {
    for (String type : List.of("nfs", "nfs4", "cifs", "9p", "virtiofs", "fuse.sshfs", "fuseblk")) {
      assertThat(Folders.isShared(type)).as(type).isTrue();
    }
    for (String type : List.of("ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs", "ntfs")) {
      assertThat(Folders.isShared(type)).as(type).isFalse();
    }
  }

  @Test
  void anInterruptedThreadStillWritesAndStaysInterrupted() {
    try (Store store = SqliteStore.open(file(), false)) {
      Thread.currentThread().interrupt();
      new Calls(store).execution("one");
      assertThat(Thread.interrupted()).isTrue();
      new Calls(store).execution("two");
    }
  }

  /** A small file system of its own, where the machine lets us. */
  private record Mount(Path path, boolean isThere) implements AutoCloseable {
    static Mount tmpfs(Path path, String options) throws IOException {
      Files.createDirectories(path);
      return new Mount(path, run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()));
    }

    void readOnly() {
      assumeThat(run("mount", "-o", "remount,ro", path.toString())).isTrue();
    }

    private static boolean run(String... command) {
      try {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue()
            == 0;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() {
      if (isThere) {
        run("umount", path.toString());
      }
    }
  }
}
