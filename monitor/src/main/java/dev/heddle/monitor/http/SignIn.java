package dev.heddle.monitor.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.Optional;

/** Signing in and out. Public for its template's sake. */
public final class SignIn {
  private final Access access;
  private final Sessions sessions;
  private final Throttle throttle;
  private final Gate gate;
  private final Answers answers;

  /**
   * What the page shows.
   *
   * @param back where to go then, below the monitor's own path
   * @param problem why the last attempt failed; empty if there was none
   */
  public record View(String back, String problem, boolean byToken, boolean byName) {}

  SignIn(Access access, Sessions sessions, Throttle throttle, Gate gate, Answers answers) {
    this.access = access;
    this.sessions = sessions;
    this.throttle = throttle;
    this.gate = gate;
    this.answers = answers;
  }

  void serve(RoutesConfig routes) {
    routes.get(Gate.LOGIN, ctx -> show(ctx, Answers.own(ctx.queryParam("back")), ""));
    routes.post(Gate.LOGIN, this::signIn);
    routes.post("/logout", this::signOut);
  }

  private void show(Context ctx, String back, String problem) {
    if (access.isOpen()) {
      ctx.redirect(ctx.contextPath() + "/", HttpStatus.SEE_OTHER);
      return;
    }
    View view = new View(back, problem, access.token() != null, !access.users().isEmpty());
    answers.page(ctx, "login.jte", "Sign in", null, view);
  }

  private void signIn(Context ctx) {
    String back = Answers.own(ctx.formParam("back"));
    String name = Objects.requireNonNullElse(ctx.formParam("user"), "").strip();
    String secret = Objects.requireNonNullElse(ctx.formParam("secret"), "");
    throttle.check(ctx.ip());
    if (!isRight(name, secret)) {
      throttle.failed(ctx.ip());
      ctx.status(HttpStatus.UNAUTHORIZED);
      show(ctx, back, "That lets nobody in. Check what you typed, and try again.");
      return;
    }
    throttle.succeeded(ctx.ip());
    gate.welcome(ctx, name);
    ctx.redirect(ctx.contextPath() + (back.isEmpty() ? "/" : back), HttpStatus.SEE_OTHER);
  }

  private boolean isRight(String name, String secret) {
    if (name.isEmpty()) {
      AccessToken token = access.token();
      return token != null && token.matches(secret);
    }
    Password password = access.users().get(name);
    // A name that nobody has takes as long as any.
    return Optional.ofNullable(password)
            .or(() -> access.users().values().stream().findAny())
            .filter(compared -> compared.matches(secret))
            .isPresent()
        && password != null;
  }

  private void signOut(Context ctx) {
    Gate.visitor(ctx).ifPresent(visitor -> sessions.end(visitor.session()));
    ctx.redirect(ctx.contextPath() + Gate.LOGIN, HttpStatus.SEE_OTHER);
  }
}
