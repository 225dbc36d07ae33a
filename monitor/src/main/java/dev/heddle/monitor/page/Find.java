package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Ids;
import dev.heddle.store.NodeRecord;
import dev.heddle.value.Hash;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/** What a person types into the search field: an id, a hash, a file, or a part of a task's name. */
public final class Find {
  private static final int MOST = 50;
  private static final int LONGEST = 4_000;
  private static final int FILES = 20;

  static final Place<View> PLACE =
      Place.get("/find", View.class, Find::ask)
          .in(Section.OVERVIEW)
          .shown("find.jte")
          .titled(view -> "Search")
          .leads(view -> view.hits().size() == 1 ? view.hits().get(0).path() : "")
          .taking(
              Parameter.query(
                  "q", "An id, a value's hash, where a file is, or a part of a task's name."))
          .summary(
              "What an id, a hash or a path is of, or the tasks whose name has this text in it.");

  /** The answer. */
  public record View(String q, List<Hit> hits) {}

  /** Something that was found; the kind is invocation, execution, worker, value, file or task. */
  public record Hit(String kind, String name, String path) {}

  private Find() {}

  static View ask(Asked asked) {
    String q = asked.whole("q").strip();
    if (q.length() > LONGEST) {
      throw Refused.malformed("That is longer than what can be looked for.");
    }
    List<Hit> hits = new ArrayList<>();
    OptionalLong id = Ids.parse(q);
    if (id.isPresent()) {
      Known.kinds(asked, List.of(id.getAsLong()))
          .forEach(
              (number, kind) -> {
                String text = Ids.text(number);
                hits.add(new Hit(kind, text, Known.path(kind, text)));
              });
    }
    if (q.matches("[0-9a-fA-F]{40}")) {
      hits.addAll(ofHash(asked, q.toLowerCase(Locale.ROOT)));
    } else if (!q.isEmpty()) {
      if (OneFile.isKnown(asked.store(), q)) {
        hits.add(new Hit("file", q, Values.filePath(q)));
      }
      tasks(asked).stream()
          .filter(name -> name.toLowerCase(Locale.ROOT).contains(q.toLowerCase(Locale.ROOT)))
          .limit(MOST)
          .map(
              name ->
                  new Hit(
                      "task",
                      name,
                      "/task?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8)))
          .forEach(hits::add);
    }
    return new View(q, List.copyOf(hits));
  }

  /** A value, and files that had this content; both among the latest calls. */
  private static List<Hit> ofHash(Asked asked, String text) {
    Hash hash = Hash.parse(text);
    LookUps lookUps = new LookUps(asked);
    Set<String> files = new LinkedHashSet<>();
    for (NodeRecord call : lookUps.touching(hash, FILES)) {
      call.files().stream()
          .filter(use -> use.digest().equals(hash))
          .forEach(use -> files.add(use.location()));
    }
    List<Hit> hits = new ArrayList<>();
    if (!lookUps.around(hash, true, 1).isEmpty() || !lookUps.around(hash, false, 1).isEmpty()) {
      hits.add(new Hit("value", text, Values.valuePath(text)));
    }
    files.forEach(file -> hits.add(new Hit("file", file, Values.filePath(file))));
    return hits;
  }

  /** Those of the last week, and those that wait or are known to a worker. */
  private static Set<String> tasks(Asked asked) {
    Set<String> names = new LinkedHashSet<>();
    asked
        .inspection()
        .activityByTask(Span.WEEK.from(asked.now()), Span.WEEK.to(asked.now()))
        .forEach(activity -> names.add(activity.task()));
    asked.store().waiting().forEach(w -> names.add(w.task()));
    asked.store().workers(0).forEach(w -> names.addAll(w.tasks()));
    return names;
  }
}
