package dev.heddle.value;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A SHA-256 digest cut to 160 bits. Immutable; compares by value. 20 bytes in the store, 40 hex
 * digits for people, 8 in lists.
 */
public final class Hash implements Comparable<Hash> {
  /** Length in bytes. */
  public static final int LENGTH = 20;

  private final long high;
  private final long middle;
  private final int low;

  private Hash(long high, long middle, int low) {
    this.high = high;
    this.middle = middle;
    this.low = low;
  }

  /** Reads 20 bytes from {@code offset}. */
  public static Hash read(byte[] bytes, int offset) {
    ByteBuffer b = ByteBuffer.wrap(bytes, offset, LENGTH);
    return new Hash(b.getLong(), b.getLong(), b.getInt());
  }

  /** The hash of these bytes: the first 20 of a longer digest. */
  public static Hash of(byte[] digest) {
    return read(digest, 0);
  }

  /** Parses 40 hex digits. */
  public static Hash parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  /** The first 64 bits, as the store indexes them. */
  public long prefix() {
    return high;
  }

  /** Writes 20 bytes at {@code offset}. */
  public void write(byte[] target, int offset) {
    ByteBuffer.wrap(target, offset, LENGTH).putLong(high).putLong(middle).putInt(low);
  }

  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    write(bytes, 0);
    return bytes;
  }

  /** The first 8 hex digits, for lists. */
  public String abbreviated() {
    return toString().substring(0, 8);
  }

  @Override
  public int compareTo(Hash other) {
    int c = Long.compareUnsigned(high, other.high);
    if (c == 0) {
      c = Long.compareUnsigned(middle, other.middle);
    }
    return c == 0 ? Integer.compareUnsigned(low, other.low) : c;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash h && h.high == high && h.middle == middle && h.low == low;
  }

  @Override
  public int hashCode() {
    return (int) (high ^ high >>> 32);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }
}
