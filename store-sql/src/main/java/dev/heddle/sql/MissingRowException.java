package dev.heddle.sql;

/**
 * A row refers to another that is not there. It is damaged, as one is that can't be unpacked; the
 * database is not, so to ask again or elsewhere would not help.
 */
final class MissingRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingRowException(String what) {
    super("The " + what + " is not on record, and a row refers to it.");
  }
}
