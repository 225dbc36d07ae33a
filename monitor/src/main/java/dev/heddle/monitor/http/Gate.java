package dev.heddle.monitor.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes before anything else is looked at: the headers of its answer, the name
 * it asks for, who asks, and of one that is not a plain look, whether it comes from a page of ours.
 */
final class Gate implements Handler {
  static final String LOGIN = "/login";

  /** A header in which scripts of ours send the CSRF token; forms have a field {@code csrf}. */
  static final String CSRF_HEADER = "Heddle-Csrf";

  static final String CSRF_FIELD = "csrf";

  private static final String VISITOR = "dev.heddle.monitor.visitor";
  private static final String BEARER = "Bearer ";
  private static final String ASSETS = "/assets/";

  /**
   * No script, style or picture but our own, no frames, no sniffing. The referrer stays within:
   * with none at all browsers would send no {@code Origin} with our own forms.
   */
  static final Map<String, String> HEADERS = headers();

  private final Access access;
  private final Sessions sessions;
  private final Throttle throttle;

  Gate(Access access, Sessions sessions, Throttle throttle) {
    this.access = access;
    this.sessions = sessions;
    this.throttle = throttle;
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none';"
            + " base-uri 'none'");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "same-origin");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Cross-Origin-Embedder-Policy", "require-corp");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    headers.put("Cache-Control", "no-store");
    return headers;
  }

  /** The path below the monitor's own. */
  static String below(Context ctx) {
    return ctx.path().substring(ctx.contextPath().length());
  }

  /** Who asks; empty before that is known. */
  static Optional<Visitor> visitor(Context ctx) {
    return Optional.ofNullable(ctx.<Visitor>attribute(VISITOR));
  }

  @Override
  public void handle(Context ctx) {
    HEADERS.forEach(ctx::header);
    String host = ctx.header("Host");
    if (!access.hosts().allow(host)) {
      throw new Refused(
          421,
          "Not this server",
          "The monitor does not answer to the name \""
              + host
              + "\". Use an address it is bound to, or start it with --host-name NAME.");
    }
    if (below(ctx).startsWith(ASSETS)) {
      return;
    }
    Visitor visitor = find(ctx);
    ctx.attribute(VISITOR, visitor);
    if (!ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD)) {
      requireOurs(ctx, visitor);
    }
  }

  private Visitor find(Context ctx) {
    String address = ctx.ip();
    String authorization = ctx.header("Authorization");
    if (!access.isOpen() && authorization != null && authorization.startsWith(BEARER)) {
      return byToken(authorization.substring(BEARER.length()).strip(), address);
    }
    String id = ctx.cookie(cookie(ctx));
    boolean known = id != null && Sessions.isId(id);
    if (!access.isOpen()) {
      Optional<String> name = known ? sessions.find(id) : Optional.empty();
      if (name.isPresent()) {
        return new Visitor(name.get(), id, true, address);
      }
      if (!below(ctx).equals(LOGIN)) {
        throw new Refused(401, "Sign in", "This monitor is for those who sign in.");
      }
    }
    if (!known) {
      id = sessions.newId();
      setCookie(ctx, id);
    }
    return new Visitor("", id, false, address);
  }

  private Visitor byToken(String text, String address) {
    throttle.check(address);
    AccessToken token = access.token();
    if (token == null || !token.matches(text)) {
      throttle.failed(address);
      throw new Refused(401, "Sign in", "That token does not let anybody in.");
    }
    throttle.succeeded(address);
    return new Visitor("", "", false, address);
  }

  /** Begins a session for who has just signed in. */
  void welcome(Context ctx, String name) {
    setCookie(ctx, sessions.begin(name));
  }

  private void requireOurs(Context ctx, Visitor visitor) {
    if (visitor.session().isEmpty()) {
      return; // by its token, which no browser sends by itself
    }
    String site = ctx.header("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin")) {
      throw elsewhere();
    }
    String origin = ctx.header("Origin");
    if (origin != null && !isOurs(origin, ctx.header("Host"))) {
      throw elsewhere();
    }
    String token = ctx.header(CSRF_HEADER);
    if (token == null) {
      token = ctx.formParam(CSRF_FIELD);
    }
    if (token == null || !sessions.isCsrf(visitor.session(), token)) {
      throw new Refused(
          403,
          "Not from this page",
          "The request has no valid CSRF token: the session may have ended, or the server was"
              + " started anew. Reload the page and try again.");
    }
  }

  private static Refused elsewhere() {
    return new Refused(403, "Not from this page", "The request comes from a page of another site.");
  }

  private static boolean isOurs(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && host != null && authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Cookies don't tell ports apart, so the name does: two monitors on one host go side by side. */
  private static String cookie(Context ctx) {
    return "heddle_" + ctx.req().getServerPort();
  }

  private static void setCookie(Context ctx, String id) {
    boolean secure = ctx.req().isSecure();
    ctx.res()
        .addHeader(
            "Set-Cookie",
            cookie(ctx)
                + '='
                + id
                + "; Path="
                + ctx.contextPath()
                + "/; Max-Age="
                + Sessions.LASTS.toSeconds()
                + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : ""));
  }
}
