package dev.heddle.monitor.http;

/**
 * Who asks.
 *
 * @param name of the user; empty for one that has only the token, and where nobody has to say
 * @param session the session's id, to which CSRF tokens are bound; empty with a bearer token, which
 *     no browser sends by itself
 * @param signedIn whether there is something to sign out of
 * @param address where from
 */
public record Visitor(String name, String session, boolean signedIn, String address) {
  /** For the record of what was done: {@code anna from 10.0.0.7}. */
  public String onRecord() {
    return (name.isEmpty() ? "somebody" : name) + " from " + address;
  }
}
