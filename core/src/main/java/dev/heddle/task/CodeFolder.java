package dev.heddle.task;

import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A code memory in a folder, one file per key. Files appear whole, by rename, so any number of
 * processes may share the folder; a file that is cut short or damaged reads as absent and is
 * replaced by the next {@link #put}.
 */
public final class CodeFolder implements CodeMemory {
  private static final Logger LOG = LoggerFactory.getLogger(CodeFolder.class);

  private final Path folder;

  /**
   * @param folder made on the first write
   */
  public CodeFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Optional<byte[]> get(String key) {
    byte[] file;
    try {
      file = Files.readAllBytes(fileOf(key));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.debug("code memory unreadable folder={} error={}", folder, e.toString());
      return Optional.empty();
    }
    if (file.length < Hash.LENGTH) {
      return Optional.empty();
    }
    byte[] value = Arrays.copyOfRange(file, Hash.LENGTH, file.length);
    return check(key, value).equals(Hash.read(file, 0)) ? Optional.of(value) : Optional.empty();
  }

  @Override
  public void put(String key, byte[] value) {
    byte[] file = new byte[Hash.LENGTH + value.length];
    check(key, value).write(file, 0);
    System.arraycopy(value, 0, file, Hash.LENGTH, value.length);
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "code", ".part");
      try {
        Files.write(part, file);
        Files.move(part, fileOf(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      LOG.debug("code memory unwritable folder={} error={}", folder, e.toString());
    }
  }

  private Path fileOf(String key) {
    return folder.resolve(Hasher.of("code-memory-key").putString(key).hash() + ".code");
  }

  private static Hash check(String key, byte[] value) {
    return Hasher.of("code-memory").putString(key).putBytes(value).hash();
  }
}
