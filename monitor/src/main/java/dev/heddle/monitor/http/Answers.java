package dev.heddle.monitor.http;

import dev.heddle.store.Store;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers as whoever asks can read them: a page, the part of one that is live, or JSON. */
final class Answers {
  /** Which text of the live part a page shows; if it is that still, the answer is empty. */
  static final String SEEN = "Heddle-Seen";

  private static final Set<String> THEMES = Set.of("light", "dark");

  private final Store store;
  private final Access access;
  private final Sessions sessions;
  private final Assets assets;
  private final Templates templates;

  Answers(Store store, Access access, Sessions sessions, Assets assets, Templates templates) {
    this.store = store;
    this.access = access;
    this.sessions = sessions;
    this.assets = assets;
    this.templates = templates;
  }

  <V> void page(Context ctx, Place<V> place, V view) {
    // A page of older rows stays as it is, and what was posted can't be asked for again.
    boolean live =
        place.method().equals("GET") && ctx.queryParam("before") == null && place.isLive(view);
    Shell shell = shell(ctx, place.section(), place.title(view), live);
    if (live && !shell.fragment()) {
      // So that its first look, which is at once, finds that nothing is new, and swaps nothing.
      byte[] part = templates.html(place.template(), shell.asFragment(), view);
      shell = shell.withPart(new String(part, StandardCharsets.UTF_8), digest(part));
    }
    byte[] html = templates.html(place.template(), shell, view);
    if (shell.fragment()) {
      String seen = digest(html);
      ctx.header(SEEN, seen);
      if (seen.equals(ctx.header(SEEN))) {
        ctx.status(HttpStatus.NO_CONTENT);
        return;
      }
    }
    answer(ctx, html);
  }

  private static void answer(Context ctx, byte[] html) {
    ctx.contentType("text/html; charset=utf-8").result(html);
  }

  /** Shows a page that is no place. */
  void page(Context ctx, String template, String title, @Nullable Section section, Object view) {
    answer(ctx, templates.html(template, shell(ctx, section, title, false), view));
  }

  /** Leads back to where the form was that was sent. */
  void back(Context ctx, Section section) {
    String back = own(ctx.formParam("back"));
    ctx.redirect(
        ctx.contextPath() + (back.isEmpty() ? section.path() : back), HttpStatus.SEE_OTHER);
  }

  /** A path below the monitor's own that a form or a link names; empty if it is not one. */
  static String own(@Nullable String path) {
    return path != null && path.matches("/(?![/\\\\])[\\x21-\\x7e&&[^\\\\]]*") ? path : "";
  }

  void refusal(Context ctx, Refused refused) {
    ctx.status(refused.status());
    boolean fragment = ctx.header(Shell.FRAGMENT_HEADER) != null;
    if (refused.status() == 401 && !isApi(ctx)) {
      toSignIn(ctx, fragment);
    } else if (isApi(ctx)) {
      if (refused.status() == 401) {
        ctx.header("WWW-Authenticate", "Bearer");
      }
      ApiJson.problem(ctx, refused);
    } else if (Gate.visitor(ctx).isEmpty()) {
      ctx.contentType("text/plain; charset=utf-8")
          .result(refused.title() + ". " + refused.reason());
    } else {
      Shell shell = shell(ctx, null, refused.title(), false);
      answer(ctx, templates.html("refused.jte", shell, refused));
    }
  }

  /**
   * A link from another site arrives without the session's cookie ({@code SameSite=Strict}).
   * Followed once more, from here, it has it; so nobody signs in twice for it.
   */
  private static void toSignIn(Context ctx, boolean fragment) {
    String query = ctx.queryString();
    boolean look = ctx.method().equals(HandlerType.GET);
    String back = look ? own(Gate.below(ctx) + (query == null ? "" : '?' + query)) : "";
    String login =
        ctx.contextPath()
            + Gate.LOGIN
            + (back.isEmpty() ? "" : "?back=" + URLEncoder.encode(back, StandardCharsets.UTF_8));
    if (fragment) {
      ctx.header("HX-Redirect", ctx.contextPath() + Gate.LOGIN);
    } else if (look && "cross-site".equals(ctx.header("Sec-Fetch-Site"))) {
      ctx.status(HttpStatus.OK).header("Refresh", "0").html("<!doctype html><title>Heddle</title>");
    } else {
      ctx.redirect(login, HttpStatus.SEE_OTHER);
    }
  }

  private static boolean isApi(Context ctx) {
    return Gate.below(ctx).startsWith("/api/");
  }

  private Shell shell(Context ctx, @Nullable Section section, String title, boolean live) {
    Optional<Visitor> visitor = Gate.visitor(ctx);
    String session = visitor.map(Visitor::session).orElse("");
    String query = ctx.queryString();
    String theme = ctx.cookie("heddle_theme");
    return new Shell(
        ctx.contextPath(),
        ctx.path() + (query == null ? "" : '?' + query),
        section,
        title,
        theme != null && THEMES.contains(theme) ? theme : "auto",
        ctx.header(Shell.FRAGMENT_HEADER) != null,
        live,
        "",
        "",
        access.actions(),
        session.isEmpty() ? "" : sessions.csrf(session),
        visitor.orElse(null),
        store.url(),
        Instant.now(),
        assets::path);
  }

  private static String digest(byte[] html) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(html);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
