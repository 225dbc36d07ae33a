package dev.heddle.sql;

import dev.heddle.store.StoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code postgresql://user:password@host:port,host:port/database?schema=heddle&…}, in libpq's form.
 * Other options are those of PostgreSQL's JDBC driver. What is left out is what the driver takes
 * then: the current user, {@code ~/.pgpass}, port 5432, the user's database.
 */
record PostgresUrl(
    @Nullable String user,
    @Nullable String password,
    String hosts,
    String database,
    String schema,
    Map<String, String> options) {
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:([^:@/]*)(?::([^@/]*))?@)?([^/?@]*)(?:/([^?]*))?(?:\\?(.*))?");

  /** A port is a number: else it may be half of a password, which no message may show. */
  private static final Pattern HOSTS =
      Pattern.compile("(?:(?:\\[[^\\]]*\\]|[^:,\\[\\]]*)(?::\\d+)?(?:,|$))*");

  /** Shorter than the server's 63, since channels of notifications are "heddle_", this, "_work". */
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,50}");

  private static final int DEFAULT_PORT = 5432;
  private static final String DEFAULT_SCHEMA = "heddle";

  static boolean isOne(String url) {
    return url.startsWith("postgresql://") || url.startsWith("postgres://");
  }

  static PostgresUrl parse(String url) {
    Matcher form = FORM.matcher(url);
    if (!form.matches() || !HOSTS.matcher(form.group(3)).matches()) {
      throw new StoreException(
          "The store's URL is not of the form postgresql://USER:PASSWORD@HOST:PORT/DATABASE. A"
              + " character like @ or / in a part of it is written %40 or %2F.",
          null);
    }
    Map<String, String> options = options(form.group(5));
    String schema = options.remove("schema");
    String chosen = schema == null ? DEFAULT_SCHEMA : schema;
    if (!SCHEMA.matcher(chosen).matches()) {
      throw new StoreException(
          "The store's URL has the schema \""
              + chosen
              + "\": it must be of lower-case letters, digits and _, at most 56.",
          null);
    }
    if (options.containsKey("currentSchema")) {
      throw new StoreException(
          "The store's URL has the option currentSchema: say ?schema=NAME in place of it.", null);
    }
    String database = form.group(4);
    return new PostgresUrl(
        decoded(form.group(1)),
        decoded(form.group(2)),
        form.group(3).isEmpty() ? "localhost" : form.group(3),
        database == null ? "" : database,
        chosen,
        options);
  }

  private static Map<String, String> options(@Nullable String query) {
    Map<String, String> options = new LinkedHashMap<>();
    if (query != null && !query.isEmpty()) {
      for (String option : query.split("&")) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "true" : option.substring(equals + 1);
        options.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return options;
  }

  private static @Nullable String decoded(@Nullable String part) {
    return part == null || part.isEmpty()
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The port of the first host. */
  int port() {
    String first = hosts.split(",")[0];
    int colon = first.lastIndexOf(':');
    return colon < 0 ? DEFAULT_PORT : Integer.parseInt(first.substring(colon + 1));
  }

  /** As the driver takes it. */
  String jdbc() {
    return "jdbc:postgresql://" + hosts + "/" + database;
  }

  /** What the driver is told beside that. */
  Properties properties() {
    Properties properties = new Properties();
    properties.putAll(options);
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    return properties;
  }

  /** As it may be shown: with no password. */
  @Override
  public String toString() {
    return "postgresql://"
        + (user == null ? "" : user + "@")
        + hosts
        + "/"
        + database
        + (schema.equals(DEFAULT_SCHEMA) ? "" : "?schema=" + schema);
  }
}
