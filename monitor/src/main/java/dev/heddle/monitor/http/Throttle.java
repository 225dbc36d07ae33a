package dev.heddle.monitor.http;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down whoever guesses: after a few failures an address waits, twice as long after each one
 * more, up to half a minute. Nobody is kept waiting here; the answer says when to come again.
 * Thread-safe.
 */
final class Throttle {
  private static final int FREE = 3;
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 30_000;

  /** After this long without a failure an address begins anew. */
  private static final long FORGETS_MILLIS = 15 * 60_000;

  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Failures> addresses = new LinkedHashMap<>();

  private record Failures(int count, long lastAt) {
    long until() {
      return count < FREE
          ? 0
          : lastAt + Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(count - FREE, 16));
    }
  }

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Refuses an address that has to wait.
   *
   * @throws Refused with 429
   */
  synchronized void check(String address) {
    Failures failures = addresses.get(address);
    long wait = failures == null ? 0 : failures.until() - clock.millis();
    if (wait > 0) {
      throw new Refused(
          429,
          "Too many attempts",
          "Signing in failed too often from here. Try again in " + (wait + 999) / 1000 + " s.");
    }
  }

  synchronized void failed(String address) {
    long now = clock.millis();
    Failures before = addresses.remove(address);
    int count = before == null || now - before.lastAt > FORGETS_MILLIS ? 0 : before.count;
    if (addresses.size() >= MOST) {
      addresses.remove(addresses.keySet().iterator().next());
    }
    addresses.put(address, new Failures(count + 1, now));
  }

  synchronized void succeeded(String address) {
    addresses.remove(address);
  }
}
