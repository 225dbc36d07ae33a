package dev.heddle.task;

import dev.heddle.value.FileStamp;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The class files and jars a walk read or looked for, as they were. A file changed so shortly
 * before it was stamped that its time could stay the same through another change is <em>racy</em>
 * (as in git's index) and stamped by content as well.
 *
 * @param takenAt milliseconds since the epoch
 * @param files each file's state; the key is its path
 * @param trees each class directory that was searched for subclasses, with the state of all class
 *     files in it
 */
record CodeStamps(long takenAt, Map<String, Hash> files, Map<String, Hash> trees) {
  private static final long RACY_MILLIS = 2_000;

  /**
   * Whether everything is as it was.
   *
   * @param checked what was found before, by path and time, so that many checks look once
   */
  boolean stillHold(Map<String, Hash> checked) {
    for (Map.Entry<String, Hash> file : files.entrySet()) {
      Path path = Path.of(file.getKey());
      Hash now = checked.computeIfAbsent("file " + takenAt + path, key -> ofFile(path, takenAt));
      if (!now.equals(file.getValue())) {
        return false;
      }
    }
    for (Map.Entry<String, Hash> tree : trees.entrySet()) {
      Path path = Path.of(tree.getKey());
      Hash now = checked.computeIfAbsent("tree " + takenAt + path, key -> ofTree(path, takenAt));
      if (!now.equals(tree.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** The state of one file, which may be absent. */
  static Hash ofFile(Path file, long takenAt) {
    Hasher stamp = Hasher.of("file-stamp");
    try {
      putFile(stamp, file, takenAt);
    } catch (IOException absent) {
      stamp.putByte(0);
    }
    return stamp.hash();
  }

  /** The state of all class files below a directory. */
  static Hash ofTree(Path root, long takenAt) {
    Hasher stamp = Hasher.of("tree-stamp");
    try {
      for (Map.Entry<Path, BasicFileAttributes> file : classFiles(root).entrySet()) {
        stamp.putString(root.relativize(file.getKey()).toString());
        putFile(stamp, file.getKey(), takenAt);
      }
    } catch (IOException unreadable) {
      stamp.putByte(0);
    }
    return stamp.hash();
  }

  /** All class files below a directory, in order of their paths. */
  static Map<Path, BasicFileAttributes> classFiles(Path root) throws IOException {
    Map<Path, BasicFileAttributes> found = new TreeMap<>();
    if (Files.isDirectory(root)) {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.getFileName().toString().endsWith(".class")) {
                found.put(file, attributes);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return found;
  }

  /** With the time of the last status change, which an edit that puts its date back can't fake. */
  private static void putFile(Hasher stamp, Path file, long takenAt) throws IOException {
    FileStamp seen = FileStamp.of(file);
    stamp.putByte(1).putLong(seen.size());
    stamp.putLong(seen.modifiedNanos()).putString(seen.fileKey());
    long modified = TimeUnit.NANOSECONDS.toMillis(seen.modifiedNanos());
    if (modified > takenAt - RACY_MILLIS && Files.isRegularFile(file)) {
      stamp.putBytes(Files.readAllBytes(file));
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(takenAt);
    for (Map<String, Hash> group : List.of(files, trees)) {
      out.writeInt(group.size());
      for (Map.Entry<String, Hash> entry : new TreeMap<>(group).entrySet()) {
        out.writeUTF(entry.getKey());
        out.write(entry.getValue().toBytes());
      }
    }
  }

  static CodeStamps read(DataInput in) throws IOException {
    long takenAt = in.readLong();
    List<Map<String, Hash>> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      Map<String, Hash> entries = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String path = in.readUTF();
        byte[] hash = new byte[Hash.LENGTH];
        in.readFully(hash);
        entries.put(path, Hash.of(hash));
      }
      groups.add(entries);
    }
    return new CodeStamps(takenAt, groups.get(0), groups.get(1));
  }
}
