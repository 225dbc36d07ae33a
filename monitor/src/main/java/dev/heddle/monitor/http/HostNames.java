package dev.heddle.monitor.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which names the server may be asked. A page elsewhere can have its own name resolve to this
 * machine (DNS rebinding) and would then be of the same origin as the monitor; but it can't help
 * sending that name as {@code Host}.
 *
 * @param any whether any will do: where the server that the monitor is mounted in looks after this
 * @param addresses whether every address in figures will do: those are no names that resolve
 * @param names others that will do, in lower case
 */
public record HostNames(boolean any, boolean addresses, Set<String> names) {
  /** Whatever it is called. */
  public static final HostNames ANY = new HostNames(true, true, Set.of());

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[::1]");
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  public HostNames {
    names = Set.copyOf(names);
  }

  /** Whether a request with this {@code Host} is meant for this server. */
  boolean allow(@Nullable String header) {
    if (any) {
      return true;
    }
    if (header == null) {
      return false;
    }
    String host = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
    return LOOPBACK.matcher(host).matches()
        || (addresses && ADDRESS.matcher(host).matches())
        || names.contains(host);
  }
}
