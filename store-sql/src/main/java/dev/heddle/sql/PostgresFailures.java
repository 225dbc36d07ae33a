package dev.heddle.sql;

import dev.heddle.store.FatalStoreException;
import dev.heddle.store.StoreException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What went wrong in PostgreSQL, said for a person: what happened, what is kept, what to do. */
final class PostgresFailures {
  /** As a client without a password is, or one that wants to encrypt. */
  private static final String TURNED_AWAY = "08004";

  private static final String DUPLICATE = "23505";

  /** A division by zero: see {@link BundleSql#TAKE_OUT} and {@link PostgresSql#TAKE_BEGUN}. */
  private static final String NOT_THERE = "22012";

  private static final String READ_ONLY = "25006";
  private static final String DISK_FULL = "53100";

  /** A server that is going, coming, or has ended this session; and a deadlock it has resolved. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "57P05", "53300", "40P01", READ_ONLY, DISK_FULL);

  private PostgresFailures() {}

  /**
   * Whether the same may go well a little later: the connection is lost or could not be had, the
   * server is a standby that is about to be the primary, somebody frees space.
   */
  static boolean mayPass(SQLException cause) {
    String state = cause.getSQLState();
    return state != null
        && ((state.startsWith("08") && !state.equals(TURNED_AWAY)) || PASSING.contains(state));
  }

  /** As {@link Database#hasLostChance}. */
  static boolean hasLostChance(SQLException cause) {
    return DUPLICATE.equals(cause.getSQLState()) || NOT_THERE.equals(cause.getSQLState());
  }

  /** Without the place in a statement that the user has not written. */
  private static String oneLine(@Nullable String message) {
    return String.valueOf(message)
        .replaceAll("\\s*Position: \\d+", "")
        .replaceAll("\\s*\\R\\s*", ", ")
        .replaceAll("\\.$", "");
  }

  static StoreException of(SQLException cause, String url) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    String reason = oneLine(cause.getMessage());
    if (mayPass(cause) && !state.equals(READ_ONLY) && !state.equals(DISK_FULL)) {
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
      case "28000", "28P01", TURNED_AWAY ->
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
      case DISK_FULL ->
          new StoreException(
              "The disk of the store "
                  + url
                  + " is full. Everything committed before is kept, nothing after it. Free space"
                  + " on the server: what had finished is not computed again.",
              cause);
      case READ_ONLY ->
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
