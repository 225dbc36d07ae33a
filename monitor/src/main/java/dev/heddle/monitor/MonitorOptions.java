package dev.heddle.monitor;

import dev.heddle.monitor.http.AccessToken;
import dev.heddle.monitor.http.Password;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a monitor is reached, and by whom. Immutable; no secret can be read back from it.
 *
 * @param bind the address to listen at; one that is not loopback needs a token or a user
 * @param port 0 for any that is free
 * @param token lets in whoever has it; null for none
 * @param users by name, with what is kept of their passwords
 * @param allowActions whether work may be cancelled and retried; else nothing can be changed
 * @param hostNames further names that this server is asked by, as {@code heddle.example.org}
 */
public record MonitorOptions(
    String bind,
    int port,
    @Nullable AccessToken token,
    Map<String, Password> users,
    boolean allowActions,
    Set<String> hostNames) {
  /** The port without another word. */
  public static final int DEFAULT_PORT = 8765;

  /** At 127.0.0.1, for everybody on this machine, to look only. */
  public static final MonitorOptions DEFAULT =
      new MonitorOptions("127.0.0.1", DEFAULT_PORT, null, Map.of(), false, Set.of());

  public MonitorOptions {
    if (bind.isBlank()) {
      throw new IllegalArgumentException("The address to bind to is empty");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("A port is from 0 to 65535, not " + port);
    }
    users = Map.copyOf(users);
    hostNames = Set.copyOf(hostNames);
  }

  public MonitorOptions withBind(String address) {
    return new MonitorOptions(address, port, token, users, allowActions, hostNames);
  }

  public MonitorOptions withPort(int number) {
    return new MonitorOptions(bind, number, token, users, allowActions, hostNames);
  }

  /**
   * The same with this token.
   *
   * @throws IllegalArgumentException if it is shorter than 16 characters
   */
  public MonitorOptions withToken(String text) {
    return new MonitorOptions(bind, port, new AccessToken(text), users, allowActions, hostNames);
  }

  /**
   * The same with one user more.
   *
   * @param password in the clear, or as {@link Password#text} keeps one
   * @throws IllegalArgumentException if name or password is empty, or the kept text can't be read
   */
  public MonitorOptions withUser(String name, String password) {
    if (name.isBlank() || password.isEmpty()) {
      throw new IllegalArgumentException("A user has a name and a password");
    }
    Map<String, Password> more = new LinkedHashMap<>(users);
    more.put(
        name.strip(),
        Password.isKept(password)
            ? Password.parse(password)
            : Password.of(password, new SecureRandom()));
    return new MonitorOptions(bind, port, token, more, allowActions, hostNames);
  }

  public MonitorOptions withActions(boolean allowed) {
    return new MonitorOptions(bind, port, token, users, allowed, hostNames);
  }

  /** The same, answering to this name as well. */
  public MonitorOptions withHostName(String name) {
    Set<String> more = new LinkedHashSet<>(hostNames);
    more.add(name.toLowerCase(Locale.ROOT));
    return new MonitorOptions(bind, port, token, users, allowActions, more);
  }

  /** Whether everybody may come in who reaches it. */
  public boolean isOpen() {
    return token == null && users.isEmpty();
  }
}
