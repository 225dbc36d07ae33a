package dev.heddle.value;

import org.jspecify.annotations.Nullable;

/**
 * One walk over a value that writes its hashed form and its stored form side by side, so that both
 * see the same state of it, and of its files. Not thread-safe; lent by {@link Encoders}.
 */
final class Encoder {
  final Hasher hash = Hasher.reusable();
  final JsonText json = new JsonText();
  private final FileDigests files;
  private @Nullable Encoder part;
  private int depth;
  private int deepest;

  Encoder(FileDigests files) {
    this.files = files;
  }

  FileDigests files() {
    return files;
  }

  /** Begins a value. */
  void begin(int deepest) {
    hash.begin("Value");
    json.clear();
    this.deepest = deepest;
    depth = 0;
  }

  StoredValue end() {
    return new StoredValue(hash.hash(), json.toBytes());
  }

  /** Begins a part of this value that is hashed by itself, to be put in order later. */
  Encoder part() {
    Encoder p = part;
    if (p == null) {
      p = new Encoder(files);
      part = p;
    }
    p.begin(deepest);
    p.depth = depth;
    return p;
  }

  /** One level down. */
  void enter() {
    if (++depth > deepest) {
      throw new TooDeep();
    }
  }

  void leave() {
    depth--;
  }

  boolean small() {
    return json.capacity() <= 1 << 16
        && hash.capacity() <= 1 << 16
        && (part == null || part.small());
  }
}
