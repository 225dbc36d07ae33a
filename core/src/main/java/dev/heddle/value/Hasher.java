package dev.heddle.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Builds a pre-image and hashes it. Every pre-image begins with a tag naming its kind, so that
 * records of different kinds never share a hash. Not thread-safe; reusable after {@link #hash}.
 */
public final class Hasher {
  private final MessageDigest digest = sha256();
  private byte[] buffer = new byte[256];
  private int length;

  private Hasher() {}

  /** Begins a pre-image of this kind. */
  public static Hasher of(String tag) {
    return new Hasher().begin(tag);
  }

  /** A hasher with an empty pre-image, to be started with {@link #begin}. */
  public static Hasher reusable() {
    return new Hasher();
  }

  /** Drops what was put, and begins a pre-image of this kind. */
  public Hasher begin(String tag) {
    digest.reset();
    length = 0;
    return putString(tag);
  }

  public Hasher putByte(int value) {
    ensure(1);
    buffer[length++] = (byte) value;
    return this;
  }

  public Hasher putInt(int value) {
    ensure(4);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
    return this;
  }

  public Hasher putLong(long value) {
    putInt((int) (value >>> 32));
    return putInt((int) value);
  }

  /** Puts the bytes, without their count. */
  public Hasher putRaw(byte[] bytes) {
    if (bytes.length > 4096) {
      flush();
      digest.update(bytes);
      return this;
    }
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** Puts a part of the bytes, without their count. */
  public Hasher putRaw(byte[] bytes, int offset, int count) {
    flush();
    digest.update(bytes, offset, count);
    return this;
  }

  /** Puts the count of bytes, then the bytes. */
  public Hasher putBytes(byte[] bytes) {
    return putInt(bytes.length).putRaw(bytes);
  }

  /**
   * Puts a string: its count of UTF-16 units, then ASCII bytes, then (after a mark) the units from
   * the first non-ASCII one on.
   */
  public Hasher putString(String text) {
    int n = text.length();
    putInt(n);
    ensure(n);
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return putWide(text, i);
      }
      buffer[length++] = (byte) c;
    }
    return this;
  }

  /** The rest of a string from its first non-ASCII unit: a mark, then every unit as two bytes. */
  private Hasher putWide(String text, int from) {
    putByte(0xFF);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      putByte(c >>> 8).putByte(c);
    }
    return this;
  }

  public Hasher putHash(Hash hash) {
    ensure(Hash.LENGTH);
    hash.write(buffer, length);
    length += Hash.LENGTH;
    return this;
  }

  /** Ends the pre-image and returns its hash. */
  public Hash hash() {
    flush();
    return Hash.of(digest.digest());
  }

  /** How much memory it holds on to. */
  int capacity() {
    return buffer.length;
  }

  private void flush() {
    digest.update(buffer, 0, length);
    length = 0;
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      flush();
      if (more > buffer.length) {
        buffer = new byte[Math.max(more, buffer.length * 2)];
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
