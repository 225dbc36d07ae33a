package dev.heddle.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * The error stream as this program writes to it: whole lines and, on a terminal, one line below
 * them that is drawn again and again. What tasks print goes through here too, so that it never
 * lands in the middle of that line. Thread-safe.
 */
final class Screen {
  private static final String ERASE = "\r\u001b[K";

  private final PrintStream out;
  private final Charset charset;
  private final Style style;
  private final boolean terminal;
  private volatile int width;
  private @Nullable String progress;
  private boolean atLineStart = true;

  Screen(PrintStream out, Charset charset, Style style, boolean terminal, int width) {
    this.out = out;
    this.charset = charset;
    this.style = style;
    this.terminal = terminal;
    this.width = width;
  }

  Style style() {
    return style;
  }

  boolean terminal() {
    return terminal;
  }

  int width() {
    return width;
  }

  void width(int columns) {
    width = columns;
  }

  /** Writes a line, above the progress line if there is one. */
  synchronized void line(String text) {
    erase();
    if (!atLineStart) {
      out.println();
      atLineStart = true;
    }
    out.println(printable(text));
    draw();
    out.flush();
  }

  /** Draws or replaces the progress line; null takes it away. Does nothing off a terminal. */
  synchronized void progress(@Nullable String text) {
    if (!terminal) {
      return;
    }
    erase();
    progress = text;
    draw();
    out.flush();
  }

  /** A stream for what tasks print, on its way to {@code target}. */
  PrintStream passage(PrintStream target) {
    return new PrintStream(new Passage(target), true, charset);
  }

  private void erase() {
    if (progress != null && atLineStart) {
      out.print(ERASE);
    }
  }

  private void draw() {
    if (progress != null && atLineStart) {
      out.print(printable(progress));
    }
  }

  /** Where the terminal's encoding has no ellipsis, three dots do. */
  private String printable(String text) {
    return charset.newEncoder().canEncode('…') ? text : text.replace("…", "...");
  }

  private synchronized void pass(PrintStream target, byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    erase();
    target.write(bytes, offset, length);
    target.flush();
    atLineStart = bytes[offset + length - 1] == '\n';
    draw();
    out.flush();
  }

  private final class Passage extends OutputStream {
    private final PrintStream target;

    Passage(PrintStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) {
      pass(target, new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      pass(target, bytes, offset, length);
    }

    @Override
    public void flush() {
      target.flush();
    }
  }
}
