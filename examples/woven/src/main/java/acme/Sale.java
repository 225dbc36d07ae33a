package acme;

import dev.heddle.DirectTask;

/**
 * One line of the books.
 *
 * @param cents what was paid
 */
public record Sale(String quarter, String item, long cents) {
  /**
   * Reads a line such as {@code Q1;ribbon;250}.
   *
   * @throws MalformedSaleException if it is none
   */
  @DirectTask
  public static Sale parse(String line) throws MalformedSaleException {
    String[] fields = line.split(";", -1);
    if (fields.length != 3 || !fields[2].matches("\\d+")) {
      throw new MalformedSaleException("no sale: \"" + line + "\"");
    }
    return new Sale(fields[0], fields[1], Long.parseLong(fields[2]));
  }

  /** What the buyer paid with tax, in cents. The receiver is a record, and goes along. */
  @DirectTask
  public long withTax(int percent) {
    return cents + cents * percent / 100;
  }
}
