package dev.heddle.value;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The canonical order of the elements of a set, or the keys of a map: their natural one where the
 * codec has one that agrees with the hash, else by hash. It depends on the elements alone.
 */
final class CanonicalOrder {

  /** An element, its value in a map, and if it was written by itself, its two forms. */
  static final class Entry {
    final @Nullable Object key;
    final @Nullable Object value;
    private @Nullable StoredValue stored;

    Entry(@Nullable Object key, @Nullable Object value) {
      this.key = key;
      this.value = value;
    }

    private StoredValue stored() {
      StoredValue s = stored;
      if (s == null) {
        throw new IllegalStateException("not written");
      }
      return s;
    }
  }

  private CanonicalOrder() {}

  /** Puts the entries in order. */
  static void sort(Encoder out, TypeCodec codec, Entry[] entries) {
    if (codec.ordered()) {
      Arrays.sort(entries, (a, b) -> natural(codec, a.key, b.key));
      return;
    }
    for (Entry entry : entries) {
      Encoder part = out.part();
      try {
        codec.write(part, entry.key);
      } catch (Misfit e) {
        throw e.under("[element]");
      }
      entry.stored = part.end();
    }
    Arrays.sort(entries, Comparator.comparing(e -> e.stored().hash()));
  }

  private static int natural(TypeCodec codec, @Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? -1 : 1;
    }
    if (!codec.accepts(a) || !codec.accepts(b)) {
      throw Misfit.wrongClass(codec.accepts(a) ? b : a, codec.typeName()).under("[element]");
    }
    return codec.compare(a, b);
  }

  /** Writes the key of a sorted entry. */
  static void write(Encoder out, TypeCodec codec, Entry entry) {
    if (entry.stored == null) {
      codec.write(out, entry.key);
    } else {
      out.hash.putHash(entry.stored.hash());
      out.json.raw(entry.stored.bytes());
    }
  }
}
