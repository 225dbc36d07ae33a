package dev.heddle.monitor.http;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: PBKDF2 with HMAC-SHA-256 (RFC 8018) over a salt of its own. Its text
 * reads {@code pbkdf2-sha256$ITERATIONS$SALT$HASH}, so that a file need not have the password.
 */
public final class Password {
  private static final String KIND = "pbkdf2-sha256";
  private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

  /** What OWASP asks for with SHA-256: about a third of a second of a core. */
  private static final int ITERATIONS = 600_000;

  /** More would let a stored text keep a core busy for as long as it likes. */
  private static final int MOST_ITERATIONS = 10_000_000;

  private static final int BITS = 256;
  private static final int SALT_BYTES = 16;

  private final int iterations;
  private final byte[] salt;
  private final byte[] hash;

  private Password(int iterations, byte[] salt, byte[] hash) {
    this.iterations = iterations;
    this.salt = salt;
    this.hash = hash;
  }

  /** Of a password in the clear. */
  public static Password of(String plain, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return new Password(ITERATIONS, salt, derive(plain, salt, ITERATIONS));
  }

  /** Whether this is the text of a kept password, and not a password. */
  public static boolean isKept(String text) {
    return text.startsWith(KIND + "$");
  }

  /**
   * Reads {@link #text} back.
   *
   * @throws IllegalArgumentException if it is not such a text
   */
  public static Password parse(String text) {
    String[] parts = text.strip().split("\\$", -1);
    try {
      if (parts.length == 4 && parts[0].equals(KIND)) {
        int iterations = Integer.parseInt(parts[1]);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] hash = Base64.getDecoder().decode(parts[3]);
        if (iterations > 0
            && iterations <= MOST_ITERATIONS
            && salt.length > 0
            && hash.length == BITS / 8) {
          return new Password(iterations, salt, hash);
        }
      }
    } catch (IllegalArgumentException e) {
      // told below, without the text
    }
    throw new IllegalArgumentException(
        "A kept password reads " + KIND + "$ITERATIONS$SALT$HASH with salt and hash in Base64");
  }

  /**
   * Whether this is the password. Takes a third of a second; one at a time, so that it can't be
   * made to take every core.
   */
  public boolean matches(String plain) {
    synchronized (Password.class) {
      return MessageDigest.isEqual(hash, derive(plain, salt, iterations));
    }
  }

  /** As it may be kept in a file. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder();
    return KIND
        + '$'
        + iterations
        + '$'
        + base64.encodeToString(salt)
        + '$'
        + base64.encodeToString(hash);
  }

  private static byte[] derive(String plain, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(plain.toCharArray(), salt, iterations, BITS);
    try {
      return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    } finally {
      spec.clearPassword();
    }
  }
}
