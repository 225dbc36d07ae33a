package dev.heddle.monitor.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds XML text that is well formed whatever is put in: what is opened has to be ended, texts and
 * attributes are escaped. Not safe for use by several threads.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn; one whose value is an empty text is left out
   */
  Markup open(String tag, Object... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** An element without content; its attributes as for {@link #open}. */
  Markup leaf(String tag, Object... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  /** An element with nothing but text in it; its attributes as for {@link #open}. */
  Markup leafText(String tag, String text, Object... attributes) {
    return open(tag, attributes).text(text).end();
  }

  /**
   * Begins a link, or a group of the same look if the address is empty or not one of this server.
   *
   * @param name what a screen reader calls it; empty if there is text in it, which is its name then
   */
  Markup link(String href, String name, String css) {
    return isLocal(href)
        ? open("a", "href", href, "aria-label", Text.atMost(name, Text.WHOLE), "class", css)
        : open("g", "class", css);
  }

  /**
   * Whether an address stays on this server, so that no text of others makes a link to elsewhere.
   */
  static boolean isLocal(String href) {
    return href.startsWith("#")
        || href.startsWith("?")
        || (href.startsWith("/") && !href.startsWith("//") && !href.startsWith("/\\"));
  }

  /** Ends the element that was opened last. */
  Markup end() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  Markup text(String text) {
    escape(text);
    return this;
  }

  /** Adds what another one has built. */
  Markup add(String wellFormed) {
    out.append(wellFormed);
    return this;
  }

  /** What was built. Everything must have been ended. */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("<" + open.peek() + "> has not been ended");
    }
    return out.toString();
  }

  /** With at most two digits behind the point. */
  static String number(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths % 100 == 0) {
      return Long.toString(hundredths / 100);
    }
    long size = Math.abs(hundredths);
    String rest = size % 10 == 0 ? "" + size % 100 / 10 : (size % 100 < 10 ? "0" : "") + size % 100;
    return (hundredths < 0 ? "-" : "") + size / 100 + "." + rest;
  }

  private void start(String tag, Object... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      if (value instanceof String text && text.isEmpty()) {
        continue;
      }
      out.append(' ').append(attributes[i]).append("=\"");
      if (value instanceof Double number) {
        out.append(number(number));
      } else if (value instanceof String text) {
        escape(text);
      } else {
        out.append(value);
      }
      out.append('"');
    }
  }

  private void escape(String text) {
    int done = 0;
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      String instead =
          switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> Text.inXml(c) == c ? null : Character.toString(Text.inXml(c));
          };
      if (instead != null) {
        out.append(text, done, i).append(instead);
        done = i + Character.charCount(c);
      }
    }
    out.append(text, done, text.length());
  }
}
