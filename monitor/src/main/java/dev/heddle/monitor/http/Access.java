package dev.heddle.monitor.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and what they may do.
 *
 * @param token null if none lets in
 * @param users by name; with no token and no users, everybody may come in who reaches the server
 * @param actions whether anything may be changed
 */
public record Access(
    @Nullable AccessToken token, Map<String, Password> users, boolean actions, HostNames hosts) {
  public Access {
    users = Map.copyOf(users);
  }

  /** Whether everybody may come in. */
  boolean isOpen() {
    return token == null && users.isEmpty();
  }
}
