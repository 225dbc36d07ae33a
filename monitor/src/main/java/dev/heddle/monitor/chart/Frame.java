package dev.heddle.monitor.chart;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

/**
 * Where a picture stands.
 *
 * @param id names the picture within its page: a letter, then up to 63 letters, digits and {@code
 *     -}. The ids inside the picture begin with it
 * @param title what it shows, in a few words; for tooltips and screen readers
 * @param width in pixels
 * @param height in pixels; a least height for pictures that grow with their rows
 * @param zone in which moments are written
 */
public record Frame(String id, String title, int width, int height, ZoneId zone) {
  private static final int LARGEST = 100_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");

  /** Checks the id and the size. */
  public Frame {
    check(id);
    if (width < 160 || width > LARGEST || height < 0 || height > LARGEST) {
      throw new IllegalArgumentException(
          "a picture is 160 to 100,000 pixels wide, and as high at most, not "
              + width
              + " x "
              + height);
    }
  }

  static void check(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a picture's id is a letter, then up to 63 letters, digits and -, not " + id);
    }
  }

  /** 960 pixels wide, 220 high, with moments in UTC. */
  public static Frame of(String id, String title) {
    return new Frame(id, title, 960, 220, ZoneOffset.UTC);
  }

  /** The same in another size. */
  public Frame sized(int newWidth, int newHeight) {
    return new Frame(id, title, newWidth, newHeight, zone);
  }

  /** The same with moments in another zone. */
  public Frame in(ZoneId newZone) {
    return new Frame(id, title, width, height, newZone);
  }

  /**
   * Opens the picture's element and says what is to be seen in it.
   *
   * @param links whether marks in it can be followed; it is a group then, since readers take an
   *     image as a whole and would not find them
   */
  Markup open(String css, int ownHeight, String description, boolean links, Object... more) {
    Object[] attributes = {
      "xmlns",
      "http://www.w3.org/2000/svg",
      "class",
      "picture " + css,
      "width",
      width,
      "height",
      ownHeight,
      "viewBox",
      "0 0 " + width + " " + ownHeight,
      "role",
      links ? "group" : "img",
      "aria-labelledby",
      id + "-title",
      "aria-describedby",
      id + "-desc"
    };
    Object[] all = new Object[attributes.length + more.length];
    System.arraycopy(attributes, 0, all, 0, attributes.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    return new Markup()
        .open("svg", all)
        .leafText("title", Text.atMost(title, Text.WHOLE), "id", id + "-title")
        .leafText("desc", description, "id", id + "-desc");
  }
}
