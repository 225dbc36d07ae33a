package dev.heddle.sql;

import java.sql.SQLException;

/** A row refers to another that is not there: it is damaged, and the database is not. */
final class MissingRowException extends SQLException {
  private static final long serialVersionUID = 1L;

  MissingRowException(String what) {
    super(what + " is not on record");
  }
}
