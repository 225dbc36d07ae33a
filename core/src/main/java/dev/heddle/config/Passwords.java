package dev.heddle.config;

import java.util.regex.Pattern;

/**
 * Hides the passwords in a store's URL, so that it may be shown, logged and recorded. Rather too
 * much is hidden than too little: a URL may be malformed, and it is shown then above all.
 */
public final class Passwords {
  private static final String MASK = "***";

  /** In these URLs a path follows, in which every character is one of the path. */
  private static final Pattern NO_PASSWORD =
      Pattern.compile("(?:sqlite|memory):.*", Pattern.DOTALL);

  private static final Pattern OPTION =
      Pattern.compile("([?&][^=&]*password[^=&]*=)[^&]*", Pattern.CASE_INSENSITIVE);

  /** A host and perhaps its port, or several of these: what may stand there without a user. */
  private static final Pattern HOSTS =
      Pattern.compile(
          "(?:\\[[^\\]]*\\]|[^:,\\[\\]]*)(?::\\d*)?(?:,(?:\\[[^\\]]*\\]|[^:,\\[\\]]*)(?::\\d*)?)*");

  private Passwords() {}

  /**
   * The URL with {@code ***} in place of a password behind its user or in an option: {@code
   * postgresql://ada:***@host/db?sslpassword=***}.
   */
  public static String hide(String url) {
    if (NO_PASSWORD.matcher(url).matches()) {
      return url;
    }
    return OPTION.matcher(hideBehindUser(url)).replaceAll("$1" + MASK);
  }

  /** Up to the last @ that may end a user, since people forget to write %40 for one within. */
  private static String hideBehindUser(String url) {
    int slashes = url.indexOf("//");
    int begin = slashes < 0 ? url.indexOf(':') + 1 : slashes + 2;
    int colon = url.indexOf(':', begin);
    int at = url.lastIndexOf('@');
    boolean onlyUser = at >= begin && at < colon;
    if (colon < 0 || onlyUser || hasNoUser(url, begin)) {
      return url;
    }
    return url.substring(0, colon + 1) + MASK + (at < 0 ? "" : url.substring(at));
  }

  private static boolean hasNoUser(String url, int begin) {
    int question = url.indexOf('?', begin);
    String place = url.substring(begin, question < 0 ? url.length() : question);
    int slash = place.indexOf('/');
    String hosts = slash < 0 ? place : place.substring(0, slash);
    return place.indexOf('@') < 0 && HOSTS.matcher(hosts).matches();
  }
}
