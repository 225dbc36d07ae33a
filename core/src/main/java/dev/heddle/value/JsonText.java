package dev.heddle.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes compact JSON in UTF-8 into a growing buffer. Why not a generator of Jackson: sets and maps
 * are put in canonical order by splicing parts already written, unpaired surrogates must survive
 * (they become escapes here, an error there), and a scalar must cost nanoseconds. Separators are
 * the caller's.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private static final int LARGEST = Integer.MAX_VALUE - 16;

  private byte[] buffer = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  int capacity() {
    return buffer.length;
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }

  JsonText mark(char ascii) {
    ensure(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  /** Bytes that are JSON, or a part of it, already. */
  JsonText raw(byte[] bytes) {
    ensure(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  /** ASCII text that needs no escape. */
  @SuppressWarnings("deprecation") // getBytes(int, ...) copies Latin-1 without a detour
  JsonText ascii(String text) {
    int n = text.length();
    ensure(n);
    text.getBytes(0, n, buffer, length);
    length += n;
    return this;
  }

  JsonText number(long value) {
    if (value >= 0 && value < 10) {
      return mark((char) ('0' + value));
    }
    return ascii(Long.toString(value));
  }

  JsonText number(double value) {
    return Double.isFinite(value)
        ? ascii(Double.toString(value))
        : mark('"').ascii(Double.toString(value)).mark('"');
  }

  JsonText number(float value) {
    return Float.isFinite(value)
        ? ascii(Float.toString(value))
        : mark('"').ascii(Float.toString(value)).mark('"');
  }

  JsonText string(String text) {
    int n = text.length();
    ensure(n + 2);
    buffer[length++] = '"';
    int i = 0;
    for (; i < n; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7E || c == '"' || c == '\\') {
        break;
      }
      buffer[length++] = (byte) c;
    }
    if (i < n) {
      mixed(text, i);
    }
    return mark('"');
  }

  private void mixed(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      ensure(6);
      if (c < 0x80) {
        plain(c);
      } else if (c < 0x800) {
        buffer[length++] = (byte) (0xC0 | c >> 6);
        tail(c);
      } else if (!Character.isSurrogate(c)) {
        buffer[length++] = (byte) (0xE0 | c >> 12);
        tail(c >> 6);
        tail(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        buffer[length++] = (byte) (0xF0 | point >> 18);
        tail(point >> 12);
        tail(point >> 6);
        tail(point);
      } else {
        unicode(c);
      }
    }
  }

  private void plain(char c) {
    switch (c) {
      case '"', '\\' -> escape(c);
      case '\n' -> escape('n');
      case '\t' -> escape('t');
      case '\r' -> escape('r');
      default -> {
        if (c < 0x20 || c == 0x7F) {
          unicode(c);
        } else {
          buffer[length++] = (byte) c;
        }
      }
    }
  }

  private void escape(char c) {
    buffer[length++] = '\\';
    buffer[length++] = (byte) c;
  }

  private void unicode(int c) {
    escape('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[length++] = HEX[c >> shift & 0xF];
    }
  }

  private void tail(int bits) {
    buffer[length++] = (byte) (0x80 | (bits & 0x3F));
  }

  private void ensure(int more) {
    if (more > buffer.length - length) {
      long wanted = Math.max((long) length + more, length * 2L);
      if ((long) length + more > LARGEST) {
        throw new Misfit("is larger than 2 GB: write it to a file, and pass a FileRef");
      }
      buffer = Arrays.copyOf(buffer, (int) Math.min(wanted, LARGEST));
    }
  }
}
