package dev.heddle.monitor.http;

import dev.heddle.store.Inspection;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.json.JsonMapper;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is served: the places as pages and as JSON, and what they need around them. */
public final class Site implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);

  /** A pasted piece of a log fits; more is refused. */
  private static final long LARGEST_REQUEST = 512 * 1024;

  private static final String YEAR = "public, max-age=31536000, immutable";

  private final Store store;
  private final Inspection inspection;
  private final Access access;
  private final List<Place<?>> places;
  private final Assets assets = new Assets();
  private final Gate gate;
  private final SignIn signIn;
  private final Live live;
  private final Answers answers;

  /** Serves these places. Nothing happens before {@link #start}. */
  public Site(Store store, Access access, List<Place<?>> places) {
    this.store = store;
    this.access = access;
    this.places = List.copyOf(places);
    InstantSource clock = InstantSource.system();
    this.inspection = new RememberedActivity(store, clock);
    Sessions sessions = new Sessions(new SecureRandom(), clock);
    Throttle throttle = new Throttle(clock);
    this.gate = new Gate(access, sessions, throttle);
    this.live = new Live(store);
    this.answers = new Answers(store, access, sessions, assets, new Templates());
    this.signIn = new SignIn(access, sessions, throttle, gate, answers);
  }

  /** Begins to watch the store. */
  public void start() {
    live.start();
  }

  /** Ends the streams of all who listen. */
  @Override
  public void close() {
    live.close();
  }

  /** Sets a server of Javalin up. */
  public void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = LARGEST_REQUEST;
    config.http.prefer405over404 = true;
    // What a page reflects and what it keeps secret are never compressed together.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jsonMapper(new JsonMapper() {}); // ours needs no help, and Javalin's own another Jackson
    RoutesConfig routes = config.routes;
    routes.before(gate);
    routes.get("/assets/{hash}/{name}", this::asset);
    routes.sse("/live", live::open);
    routes.get("/api/openapi.json", ctx -> ApiJson.answer(ctx, OpenApi.of(places)));
    routes.get(
        Section.API.path(),
        ctx -> answers.page(ctx, "api.jte", "JSON API", Section.API, ApiPage.of(places)));
    signIn.serve(routes);
    for (Place<?> place : places) {
      serve(routes, place);
    }
    routes.exception(Refused.class, (refused, ctx) -> answers.refusal(ctx, refused));
    routes.exception(StoreException.class, (e, ctx) -> lost(ctx, e));
    routes.exception(HttpResponseException.class, (e, ctx) -> answers.refusal(ctx, refused(e)));
    routes.exception(Exception.class, (e, ctx) -> defect(ctx, e));
  }

  private <V> void serve(RoutesConfig routes, Place<V> place) {
    HandlerType method = HandlerType.findOrCreate(place.method());
    routes.addHttpHandler(
        method, place.apiPath(), ctx -> ApiJson.answer(ctx, place.ask(asked(ctx, place))));
    if (!place.template().isEmpty()) {
      routes.addHttpHandler(
          method, place.path(), ctx -> page(ctx, place, place.ask(asked(ctx, place))));
    } else if (place.changes()) {
      routes.addHttpHandler(
          method,
          place.path(),
          ctx -> {
            place.ask(asked(ctx, place));
            answers.back(ctx, place.section());
          });
    }
  }

  private <V> void page(Context ctx, Place<V> place, V view) {
    String leads = place.leads(view);
    if (leads.isEmpty()) {
      answers.page(ctx, place, view);
    } else {
      ctx.redirect(ctx.contextPath() + leads, HttpStatus.SEE_OTHER);
    }
  }

  private Asked asked(Context ctx, Place<?> place) {
    if (place.changes() && !access.actions()) {
      throw new Refused(
          403,
          "Only looking",
          "This monitor changes nothing. Start it with --allow-actions if it shall.");
    }
    Map<String, List<String>> values = new HashMap<>(ctx.queryParamMap());
    if (place.method().equals("POST")) {
      values.putAll(ctx.isJson() ? ApiJson.parameters(ctx.body()) : ctx.formParamMap());
    }
    ctx.pathParamMap().forEach((name, value) -> values.put(name, List.of(value)));
    Visitor visitor = Gate.visitor(ctx).orElseThrow();
    return new Asked(
        store, inspection, visitor, store.clock().millis(), place.parameters(), values);
  }

  private void asset(Context ctx) {
    Assets.Asset asset =
        assets
            .find(ctx.pathParam("name"))
            .orElseThrow(() -> Refused.notFound("There is no such file."));
    if (ctx.pathParam("hash").equals(asset.hash())) {
      ctx.header("Cache-Control", YEAR);
    }
    ctx.contentType(asset.type()).result(asset.bytes());
  }

  private void lost(Context ctx, StoreException e) {
    LOG.debug("store={} did not answer", store.url(), e);
    live.lost();
    answers.refusal(
        ctx,
        new Refused(
            503,
            "The store does not answer",
            "The page comes back by itself as soon as it does. The log of the monitor says more."));
  }

  private static Refused refused(HttpResponseException e) {
    return switch (e.getStatus()) {
      case 404 -> Refused.notFound("There is no page at this address.");
      case 405 -> new Refused(405, "Not this way", "The address does not take this method.");
      case 413 -> new Refused(413, "Too much", "A request has at most 512 KiB.");
      default -> new Refused(e.getStatus(), "Not understood", "The request can't be answered.");
    };
  }

  /** Whoever asks learns a number to look for in the log, and nothing of the inside. */
  private void defect(Context ctx, Exception e) {
    String number = UUID.randomUUID().toString().substring(0, 8);
    LOG.error("defect={} while answering {} {}", number, ctx.method(), Gate.below(ctx), e);
    answers.refusal(
        ctx,
        new Refused(
            500,
            "A defect of the monitor",
            "This could not be answered. The server's log says why, under number " + number + "."));
  }
}
