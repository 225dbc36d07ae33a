package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Ids;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of somebody's log with the ids in it made links. It is sent in the body, and kept
 * nowhere: logs have what an address should not.
 */
public final class LogExcerpt {
  private static final Pattern ID =
      Pattern.compile("(?<![0-9A-Za-z])[0-9a-fA-F]{10}(?![0-9A-Za-z])");

  /** More different ones in one excerpt stay as they are. */
  private static final int MOST_IDS = 300;

  static final Place<View> PLACE =
      Place.post("/logs/excerpt", View.class, LogExcerpt::ask)
          .in(Section.LOGS)
          .shown("excerpt.jte")
          .titled(view -> "Log excerpt")
          .taking(Parameter.body("text", "The piece of a log."))
          .summary("The ids in a piece of a log that are on record, and what they are of.");

  /**
   * The answer.
   *
   * @param pieces the whole text, cut at the ids
   * @param things what the ids are of, in the order of their first places
   */
  public record View(List<Piece> pieces, List<Thing> things) {}

  /** A piece of the text; {@code path} is empty for one that is no id on record. */
  public record Piece(String text, String path) {}

  /** Something that is on record; the kind is invocation, execution or worker. */
  public record Thing(String id, String kind, String path, int count) {}

  private LogExcerpt() {}

  static View ask(Asked asked) {
    String text = asked.whole("text");
    Map<Long, Integer> counts = new LinkedHashMap<>();
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      long id = Ids.parse(matcher.group()).orElse(0);
      if (id > 0 && (counts.size() < MOST_IDS || counts.containsKey(id))) {
        counts.merge(id, 1, Integer::sum);
      }
    }
    Map<Long, String> kinds = Known.kinds(asked, counts.keySet());
    List<Thing> things = new ArrayList<>();
    kinds.forEach(
        (id, kind) ->
            things.add(
                new Thing(
                    Ids.text(id),
                    kind,
                    Known.path(kind, Ids.text(id)),
                    counts.getOrDefault(id, 1))));
    return new View(pieces(text, kinds), List.copyOf(things));
  }

  private static List<Piece> pieces(String text, Map<Long, String> kinds) {
    List<Piece> pieces = new ArrayList<>();
    int done = 0;
    Matcher matcher = ID.matcher(text);
    while (matcher.find()) {
      long id = Ids.parse(matcher.group()).orElse(0);
      String kind = kinds.getOrDefault(id, "");
      if (!kind.isEmpty()) {
        if (matcher.start() > done) {
          pieces.add(new Piece(text.substring(done, matcher.start()), ""));
        }
        pieces.add(new Piece(matcher.group(), Known.path(kind, Ids.text(id))));
        done = matcher.end();
      }
    }
    if (done < text.length()) {
      pieces.add(new Piece(text.substring(done), ""));
    }
    return List.copyOf(pieces);
  }
}
