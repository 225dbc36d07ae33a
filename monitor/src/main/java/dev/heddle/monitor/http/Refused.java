package dev.heddle.monitor.http;

/** An answer that is not what was asked for, with the reason for a person. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;

  /**
   * An answer with a status of HTTP.
   *
   * @param title what it is, in two or three words
   * @param message the reason, and what to do
   */
  public Refused(int status, String title, String message) {
    super(message, null, false, false);
    this.status = status;
    this.title = title;
  }

  /** There is no such thing. */
  public static Refused notFound(String message) {
    return new Refused(404, "Not found", message);
  }

  /** What was asked can't be understood. */
  public static Refused malformed(String message) {
    return new Refused(400, "That can't be read", message);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** The reason. */
  public String reason() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
