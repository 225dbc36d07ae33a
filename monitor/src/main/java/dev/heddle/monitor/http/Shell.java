package dev.heddle.monitor.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is around a page: everything that a template needs besides its view.
 *
 * @param base the monitor's own path, without a slash behind it; before every link
 * @param here the path and query that was asked for, with the base
 * @param section where the navigation stands; null on pages that are none of it
 * @param theme {@code light}, {@code dark} or {@code auto}
 * @param fragment whether only the part that is live is wanted
 * @param live whether the page is kept up to date
 * @param seen the digest of the live part that the page has; empty if it has none
 * @param part that live part, HTML that was made of the same template; empty if it has none
 * @param canAct whether actions are allowed here
 * @param csrf what forms have to send as {@code csrf}
 * @param visitor null for somebody unknown
 * @param store the store's URL as it may be shown
 * @param asset from the name of a style sheet or script to its path below the base
 */
public record Shell(
    String base,
    String here,
    @Nullable Section section,
    String title,
    String theme,
    boolean fragment,
    boolean live,
    String seen,
    String part,
    boolean canAct,
    String csrf,
    @Nullable Visitor visitor,
    String store,
    Instant at,
    UnaryOperator<String> asset) {
  /** How a browser asks for the live part only. */
  static final String FRAGMENT_HEADER = "HX-Request";

  /** The same for the live part alone. */
  Shell asFragment() {
    return with(true, "", "");
  }

  /** The same for a page with this live part. */
  Shell withPart(String html, String digest) {
    return with(fragment, digest, html);
  }

  private Shell with(boolean alone, String digest, String html) {
    return new Shell(
        base, here, section, title, theme, alone, live, digest, html, canAct, csrf, visitor, store,
        at, asset);
  }

  /** A link within the monitor. */
  public String link(String path) {
    return base + path;
  }

  /** A link with parameters: names and values in turn; those with an empty value are left out. */
  public String link(String path, String... parameters) {
    StringBuilder link = new StringBuilder(base).append(path);
    char before = '?';
    for (int i = 0; i < parameters.length; i += 2) {
      if (!parameters[i + 1].isEmpty()) {
        link.append(before)
            .append(encode(parameters[i]))
            .append('=')
            .append(encode(parameters[i + 1]));
        before = '&';
      }
    }
    return link.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The address of a style sheet, script or picture. */
  public String asset(String name) {
    return base + asset.apply(name);
  }

  public String invocation(String id) {
    return link("/invocations/" + id);
  }

  public String execution(String id) {
    return link("/executions/" + id);
  }

  public String worker(String id) {
    return link("/workers/" + id);
  }

  public String task(String name) {
    return link("/task", "name", name);
  }

  /** This page with the rows before that place. */
  public String older(long before) {
    String same = here.replaceFirst("([?&])before=[^&]*&?", "$1").replaceFirst("[?&]$", "");
    return same + (same.indexOf('?') < 0 ? '?' : '&') + "before=" + before;
  }

  /** The navigation, in its order. */
  public List<Section> sections() {
    return List.of(
        Section.OVERVIEW,
        Section.EXECUTIONS,
        Section.INVOCATIONS,
        Section.TIMELINE,
        Section.TASKS,
        Section.WORKERS,
        Section.VALUES,
        Section.LOGS);
  }

  /** For the attribute that says which link is this page's; null for the others. */
  public @Nullable String current(Section other) {
    return other == section ? "page" : null;
  }
}
