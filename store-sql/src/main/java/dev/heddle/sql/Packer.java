package dev.heddle.sql;

import dev.heddle.value.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the packed blobs of the schema: numbers as varints of 7 bits (low first), hashes as 20
 * bytes, strings and bytes with their length before them. {@link Unpacker} reads them.
 */
final class Packer {
  private byte[] buffer = new byte[64];
  private int size;

  /** A number that is rarely negative or huge. */
  Packer number(long number) {
    reserve(10);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
    return this;
  }

  /** A difference, small on either side of 0. */
  Packer difference(long number) {
    return number(number << 1 ^ number >> 63);
  }

  Packer hash(Hash hash) {
    reserve(Hash.LENGTH);
    hash.write(buffer, size);
    size += Hash.LENGTH;
    return this;
  }

  Packer bytes(byte[] bytes) {
    number(bytes.length);
    return raw(bytes);
  }

  Packer raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
    return this;
  }

  /**
   * As UTF-8, or as UTF-16 where UTF-8 can't hold it (unpaired surrogates), told by the low bit.
   */
  Packer string(String string) {
    boolean wide = !wellFormed(string);
    byte[] bytes = wide ? utf16(string) : string.getBytes(StandardCharsets.UTF_8);
    number((long) bytes.length << 1 | (wide ? 1 : 0));
    return raw(bytes);
  }

  /** By hand, since getBytes replaces what is unpaired in UTF-16 too. */
  private static byte[] utf16(String string) {
    byte[] bytes = new byte[2 * string.length()];
    for (int i = 0; i < string.length(); i++) {
      bytes[2 * i] = (byte) (string.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) string.charAt(i);
    }
    return bytes;
  }

  private static boolean wellFormed(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < string.length()
                && Character.isLowSurrogate(string.charAt(i + 1));
        if (!paired) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Their count, and each as the difference to the one before. */
  Packer numbers(long[] numbers) {
    number(numbers.length);
    long last = 0;
    for (long number : numbers) {
      difference(number - last);
      last = number;
    }
    return this;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }
}
