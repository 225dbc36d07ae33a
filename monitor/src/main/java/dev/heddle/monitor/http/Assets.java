package dev.heddle.monitor.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Style sheets, scripts and pictures, from the class path: the browser asks nobody else. The
 * address of each has a hash of its bytes, so that a browser may keep it for ever. Thread-safe.
 */
final class Assets {
  private static final String OURS = "/dev/heddle/monitor/assets/";
  private static final String HTMX = "htmx.js";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.(css|js|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  private final Map<String, Optional<Asset>> read = new ConcurrentHashMap<>();

  /** A file. */
  record Asset(byte[] bytes, String type, String hash) {}

  /** The file of this name; empty if there is none. */
  Optional<Asset> find(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty(); // nor is it remembered
    }
    String type = TYPES.getOrDefault(matcher.group(1), "");
    String path = name.equals(HTMX) ? htmx() : OURS + name;
    Optional<Asset> known = read.get(name);
    if (known == null) {
      known = Optional.ofNullable(bytes(path)).map(b -> new Asset(b, type, hash(b)));
      if (known.isPresent()) {
        read.put(name, known);
      }
    }
    return known;
  }

  /**
   * Where to ask for it, below the monitor's own path.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  String path(String name) {
    Asset asset =
        find(name).orElseThrow(() -> new IllegalArgumentException("there is no asset " + name));
    return "/assets/" + asset.hash + '/' + name;
  }

  /** The webjar has its version in the path, and says which it is. */
  private static String htmx() {
    Properties about = new Properties();
    try (InputStream in =
        Assets.class.getResourceAsStream(
            "/META-INF/maven/org.webjars.npm/htmx.org/pom.properties")) {
      if (in != null) {
        about.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the htmx webjar can't be read", e);
    }
    return "/META-INF/resources/webjars/htmx.org/"
        + about.getProperty("version")
        + "/dist/htmx.min.js";
  }

  private static byte @Nullable [] bytes(String path) {
    try (InputStream in = Assets.class.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " can't be read", e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
