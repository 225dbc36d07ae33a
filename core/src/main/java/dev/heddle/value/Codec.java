package dev.heddle.value;

import dev.heddle.External;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How values of one declared type are hashed, recorded and read back (LANGUAGE §2). Resolved once,
 * when a task is defined, by {@link Codecs}. Thread-safe. Equal types have the same codec object in
 * one {@link Codecs}.
 */
public abstract class Codec {
  /** For subclasses. */
  protected Codec() {}

  /** The declared type, with wildcards and type variables replaced by what they stand for. */
  public abstract Type type();

  /** Canonical text of the type, equal for equal codecs, e.g. {@code java.util.List<long>}. */
  public abstract String signature();

  /** Short text of the type for help and error messages, e.g. {@code List<Integer>}. */
  public abstract String typeName();

  /**
   * Hashes and serialises. Files inside the value are hashed as they are now, whatever was recorded
   * of them before, so this may read them. The bytes are JSON text in UTF-8.
   *
   * @throws UnserializableValueException naming type and path, if the value does not fit
   */
  public abstract StoredValue encode(@Nullable Object value);

  /**
   * Reads back what {@link #encode} made: a fresh object each time, unless {@link #immutable}.
   * Lists come as {@code ArrayList}, sets and maps as {@code LinkedHashSet} and {@code
   * LinkedHashMap} in canonical order; a caller may change them, they are its own.
   *
   * @throws UnserializableValueException if the bytes no longer fit the type
   */
  public abstract @Nullable Object decode(byte[] bytes);

  /**
   * Reads what a person typed: a number, {@code true}, the name of an enum constant in any case, an
   * ISO date or duration, a path; for everything composed of parts, JSON. A list may be given by
   * its only element, an {@code Optional} by an empty text.
   *
   * @throws UnserializableValueException naming type and text, if it is none
   */
  public abstract @Nullable Object parse(String text);

  /**
   * Reads what a person typed for a parameter given several times: each text one element of a list
   * or set, or one {@code key=value} of a map. A single text is as in {@link #parse}.
   *
   * @throws UnserializableValueException if the type takes one text only
   */
  public abstract @Nullable Object parseAll(List<String> texts);

  /** Whether every value of this type is deeply immutable, so that one object may be shared. */
  public abstract boolean immutable();

  /** Whether values of this type can hold files, so that encoding may read them. */
  public abstract boolean external();

  /**
   * Hands every file, folder and file set inside the value to {@code sink}. Those of a value that
   * was read back have their recorded digest; what a call saw of its arguments is in {@link
   * #recordedFiles} of their recorded form.
   */
  public abstract void files(@Nullable Object value, Consumer<External> sink);

  /**
   * The files inside a recorded value, with the digests recorded when it was encoded; the files of
   * a folder or file set one by one too, if they are few. Reads no file.
   */
  public abstract List<RecordedFile> recordedFiles(byte[] bytes);

  /**
   * Whether every file inside a recorded value still has its recorded content. A file that is gone
   * or can't be read has not. Always true without {@link #external}.
   */
  public abstract boolean valid(byte[] bytes);
}
