package dev.heddle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.concurrent.ThreadLocalRandom;

/**
 * New content for a file: written beside it, and renamed into its place when closed. After a failed
 * write, closing drops it and keeps the old content.
 */
final class Replacement extends OutputStream {
  private final Path target;
  private final Path temporary;
  private final OutputStream out;
  private boolean failed;
  private boolean closed;

  private Replacement(Path target, Path temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  static OutputStream of(Path path) throws IOException {
    Path target = path.toAbsolutePath();
    if (Files.isSymbolicLink(target) && Files.exists(target)) {
      target = target.toRealPath(); // the link stays a link
    }
    Path parent = target.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      return Files.newOutputStream(target); // a device or pipe; for a folder, the system's error
    }
    return beside(target);
  }

  private static Replacement beside(Path target) throws IOException {
    String mark = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + mark + ".tmp");
    try {
      OutputStream out =
          Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return new Replacement(target, temporary, out);
    } catch (FileAlreadyExistsException e) {
      return beside(target); // another name
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    try {
      out.write(bytes, offset, count);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      out.close();
      if (!failed) {
        keepPermissions();
        move();
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void keepPermissions() throws IOException {
    PosixFileAttributeView old =
        Files.getFileAttributeView(target, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  private void move() throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
