package dev.heddle.value;

import dev.heddle.FileRef;
import java.lang.reflect.Type;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How values of one declared type are hashed, recorded and read back (LANGUAGE §2). Resolved once,
 * when a task is defined. Thread-safe.
 */
public abstract class Codec {
  /** The declared type. */
  public abstract Type type();

  /** Canonical text of the type, equal for equal codecs, e.g. {@code java.util.List<long>}. */
  public abstract String signature();

  /**
   * Hashes and serialises.
   *
   * @throws UnserializableValueException naming type and path, if the value does not fit
   */
  public abstract StoredValue encode(@Nullable Object value);

  /**
   * Reads back what {@link #encode} made: a fresh object each time, unless {@link #immutable}.
   *
   * @throws UnserializableValueException if the bytes no longer fit the type
   */
  public abstract @Nullable Object decode(byte[] bytes);

  /** Whether every value of this type is deeply immutable, so that one object may be shared. */
  public abstract boolean immutable();

  /** Whether values of this type can hold files, so that encoding may read them. */
  public abstract boolean external();

  /** Hands every file inside the value to {@code sink}. */
  public abstract void files(@Nullable Object value, Consumer<FileRef> sink);
}
