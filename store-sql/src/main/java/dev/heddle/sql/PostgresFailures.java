package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import dev.heddle.store.StoreException;
import java.sql.SQLException;
import java.util.Set;

/** What went wrong in PostgreSQL, said for a person: what happened, what is kept, what to do. */
final class PostgresFailures {
  /** States of a server that is going, coming, or that has ended this session. */
  private static final Set<String> SERVER_GOES =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300");

  private PostgresFailures() {}

  /** Whether the connection is lost or could not be had: the same may go well a little later. */
  static boolean isLost(SQLException cause) {
    String state = cause.getSQLState();
    return state != null && (state.startsWith("08") || SERVER_GOES.contains(state));
  }

  static StoreException of(SQLException cause, String url) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    String reason = cause.getMessage();
    if (isLost(cause)) {
      return new StoreException(
          "The store "
              + url
              + " can't be reached ("
              + reason
              + "). What was committed is kept. Is the server running, and does this host reach"
              + " it?",
          cause);
    }
    return switch (state) {
      case "28000", "28P01" ->
          new FatalStoreException(
              "The store "
                  + url
                  + " does not let this user in ("
                  + reason
                  + "). Check user and password in HEDDLE_STORE or ~/.pgpass.",
              cause);
      case "3D000" ->
          new FatalStoreException(
              "The store " + url + " is not there (" + reason + "). Create the database.", cause);
      case "42501" ->
          new FatalStoreException(
              "The store "
                  + url
                  + " does not allow this to its user ("
                  + reason
                  + "). Nothing of it was written. Grant the role what it needs:"
                  + " `heddle db print-sql` shows the schema.",
              cause);
      case "53100" ->
          new StoreException(
              "The disk of the store "
                  + url
                  + " is full. Everything committed before is kept, nothing after it. Free space"
                  + " on the server: what had finished is not computed again.",
              cause);
      case "25006" ->
          new StoreException(
              "The store "
                  + url
                  + " is read-only ("
                  + reason
                  + "). Nothing of this was written. Point it to the primary server, or add"
                  + " ?targetServerType=primary and name all servers.",
              cause);
      default ->
          new StoreException(
              "The store "
                  + url
                  + " could not do this: "
                  + reason
                  + ". Nothing of it was written, everything before is kept.",
              cause);
    };
  }
}
