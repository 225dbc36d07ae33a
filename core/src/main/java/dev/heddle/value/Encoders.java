package dev.heddle.value;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends encoders, which are costly to make (a digest, two buffers). Not by thread: thousands of
 * virtual threads would keep one each.
 */
final class Encoders {
  private static final int SLOTS = 16;

  private final AtomicReferenceArray<Encoder> idle = new AtomicReferenceArray<>(SLOTS);
  private final FileDigests files;

  Encoders(FileDigests files) {
    this.files = files;
  }

  FileDigests files() {
    return files;
  }

  Encoder take() {
    Encoder encoder = idle.getAndSet(slot(), null);
    return encoder == null ? new Encoder(files) : encoder;
  }

  void giveBack(Encoder encoder) {
    if (encoder.small()) {
      idle.set(slot(), encoder);
    }
  }

  @SuppressWarnings({"deprecation", "removal"}) // threadId() is of Java 19
  private static int slot() {
    return (int) Thread.currentThread().getId() & SLOTS - 1;
  }
}
