package dev.heddle.monitor.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sessions of browsers, in memory: whoever signed in does so again when the server was started
 * anew. An id is 256 random bits. A session's CSRF token is a code over its id with a key of this
 * server, so it needs no memory, and can't be told from another's. Thread-safe.
 */
final class Sessions {
  /** How long one lasts. */
  static final Duration LASTS = Duration.ofHours(12);

  /** When there are more, the oldest ends. */
  private static final int MOST = 1_000;

  private static final String CODE = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecureRandom random;
  private final InstantSource clock;
  private final SecretKeySpec key;
  private final Map<String, SignedIn> signedIn = new LinkedHashMap<>();

  /** Who signed in, until when, in epoch milliseconds. */
  private record SignedIn(String name, long until) {}

  Sessions(SecureRandom random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    this.key = new SecretKeySpec(bytes, CODE);
  }

  /** An id that nobody signed in under. */
  String newId() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text may be an id: what else a cookie has is not taken for one. */
  static boolean isId(String text) {
    return text.matches("[A-Za-z0-9_-]{43}");
  }

  /** Begins a session for who has just signed in; its id is new. */
  String begin(String name) {
    String id = newId();
    synchronized (signedIn) {
      long now = clock.millis();
      signedIn.values().removeIf(session -> session.until <= now);
      if (signedIn.size() >= MOST) {
        signedIn.remove(signedIn.keySet().iterator().next());
      }
      signedIn.put(id, new SignedIn(name, now + LASTS.toMillis()));
    }
    return id;
  }

  /** The name that signed in under it, if it lasts still. */
  Optional<String> find(String id) {
    synchronized (signedIn) {
      SignedIn session = signedIn.get(id);
      return session == null || session.until <= clock.millis()
          ? Optional.empty()
          : Optional.of(session.name);
    }
  }

  void end(String id) {
    synchronized (signedIn) {
      signedIn.remove(id);
    }
  }

  /** The token that forms of this session carry. */
  String csrf(String id) {
    try {
      Mac mac = Mac.getInstance(CODE);
      mac.init(key);
      byte[] code = mac.doFinal(id.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CODE, e);
    }
  }

  /** Whether this is the session's token; compared in constant time. */
  boolean isCsrf(String id, String token) {
    return MessageDigest.isEqual(
        csrf(id).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
