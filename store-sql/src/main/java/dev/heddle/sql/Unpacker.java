package dev.heddle.sql;

import dev.heddle.value.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Packer} wrote. */
final class Unpacker {
  private final byte[] buffer;
  private int at;

  Unpacker(byte[] buffer) {
    this.buffer = buffer;
  }

  boolean hasMore() {
    return at < buffer.length;
  }

  long number() {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = buffer[at++];
      number |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return number;
      }
    }
  }

  int length() {
    return Math.toIntExact(number());
  }

  /** How many follow, each of a byte or more: never more than there can be, as in a damaged row. */
  int count() {
    int count = length();
    require(count);
    return count;
  }

  private void require(int bytes) {
    if (bytes < 0 || bytes > buffer.length - at) {
      throw new IndexOutOfBoundsException(
          bytes + " bytes are missing at " + at + " of " + buffer.length);
    }
  }

  long difference() {
    long number = number();
    return number >>> 1 ^ -(number & 1);
  }

  Hash hash() {
    Hash hash = Hash.read(buffer, at);
    at += Hash.LENGTH;
    return hash;
  }

  byte[] bytes() {
    return raw(length());
  }

  byte[] raw(int length) {
    require(length);
    byte[] bytes = Arrays.copyOfRange(buffer, at, at + length);
    at += length;
    return bytes;
  }

  void skip(int length) {
    at += length;
  }

  String string() {
    int header = length();
    byte[] bytes = raw(header >> 1);
    if ((header & 1) == 0) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    char[] chars = new char[bytes.length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) ((bytes[2 * i] << 8) | (bytes[2 * i + 1] & 0xFF));
    }
    return new String(chars);
  }

  long[] numbers() {
    long[] numbers = new long[count()];
    long last = 0;
    for (int i = 0; i < numbers.length; i++) {
      last += difference();
      numbers[i] = last;
    }
    return numbers;
  }
}
