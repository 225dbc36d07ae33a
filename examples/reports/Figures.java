import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The arithmetic of a report. Figures that look like business, and are the same on every machine.
 */
final class Figures {
  private Figures() {}

  /** The first 8 hex digits of the MD5 of the period's name, as a number. */
  static long seed(String period) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      byte[] digest = md5.digest(period.getBytes(StandardCharsets.UTF_8));
      return HexFormat.fromHexDigitsToLong(HexFormat.of().formatHex(digest), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  static long revenue(long seed) {
    return 50_000 + seed % 950_000;
  }

  static long orders(long seed) {
    return 100 + seed % 9_900;
  }

  /** Revenue per order, to the cent; zero if there were no orders. */
  static BigDecimal average(long revenue, long orders) {
    return orders == 0
        ? BigDecimal.ZERO.setScale(2)
        : BigDecimal.valueOf(revenue).divide(BigDecimal.valueOf(orders), 2, RoundingMode.HALF_UP);
  }
}
