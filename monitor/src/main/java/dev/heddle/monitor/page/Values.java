package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Ids;
import dev.heddle.store.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The way to a value, a file or a call: by its hash, its location or its id. */
public final class Values {
  private static final int LONGEST = 4_000;

  static final Place<View> PLACE =
      Place.get("/values", View.class, Values::ask)
          .in(Section.VALUES)
          .shown("values.jte")
          .leads(View::path)
          .liveWhile(view -> false)
          .taking(
              Parameter.query(
                  "q", "A value's hash (40 digits), a call's id (10 digits), or where a file is."))
          .summary("Where to find what is known of a value, a call or a file.");

  /**
   * The answer.
   *
   * @param path where it is, below the monitor's own path; empty if nothing is known of it
   */
  public record View(String q, String path) {}

  private Values() {}

  static View ask(Asked asked) {
    String q = asked.whole("q").strip();
    return new View(Shown.cut(q, LONGEST), q.length() > LONGEST ? "" : path(asked.store(), q));
  }

  private static String path(Store store, String q) {
    if (q.matches("[0-9a-fA-F]{40}")) {
      return valuePath(q.toLowerCase(Locale.ROOT));
    }
    var id = Ids.parse(q);
    if (id.isPresent() && !Legible.nodes(store, List.of(id.getAsLong())).isEmpty()) {
      return callPath(Shown.id(id.getAsLong()));
    }
    return !q.isEmpty() && OneFile.isKnown(store, q) ? filePath(q) : "";
  }

  static String valuePath(String hash) {
    return "/values/" + hash;
  }

  static String callPath(String id) {
    return "/calls/" + id;
  }

  static String filePath(String location) {
    return "/file?location=" + URLEncoder.encode(location, StandardCharsets.UTF_8);
  }
}
