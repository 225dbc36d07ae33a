package dev.heddle.monitor.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A token that lets in whoever has it. Kept as its hash, compared in constant time. */
public final class AccessToken {
  /** A shorter one can be guessed. */
  public static final int SHORTEST = 16;

  private final byte[] digest;

  /**
   * Of its text.
   *
   * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST} characters
   */
  public AccessToken(String text) {
    if (text.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "A token has at least " + SHORTEST + " characters, this one has " + text.length());
    }
    digest = digest(text);
  }

  /** Whether this is its text. */
  public boolean matches(String text) {
    return MessageDigest.isEqual(digest, digest(text));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
