package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.List;

/** One file: which calls wrote it, and which read it, and what it was then. */
public final class OneFile {
  private static final int CALLS = 50;

  static final Place<View> PLACE =
      Place.get("/file", View.class, OneFile::ask)
          .in(Section.VALUES)
          .shown("file.jte")
          .titled(View::location)
          .liveWhile(view -> false)
          .taking(
              Parameter.query(
                  "location", "Its path relative to the project's root, another path, or a URI."))
          .summary("One file: the latest calls that wrote it and that read it, and its lineage.");

  /**
   * The answer.
   *
   * @param problem what could not be read; empty if all could
   */
  public record View(
      String location,
      List<CallLine> writtenBy,
      List<CallLine> readBy,
      Lineage lineage,
      String problem) {}

  private OneFile() {}

  static View ask(Asked asked) {
    String location = asked.whole("location");
    Masking masking = new Masking(asked.store());
    LookUps lookUps = new LookUps(asked);
    List<NodeRecord> writtenBy = lookUps.nodesUsing(location, true, CALLS);
    List<NodeRecord> readBy = lookUps.nodesUsing(location, false, CALLS);
    if (writtenBy.isEmpty() && readBy.isEmpty() && lookUps.problem().isEmpty()) {
      throw Refused.notFound(
          "No call on record read or wrote \""
              + Shown.cut(location, 200)
              + "\". Files in the project are on record by their path from its root.");
    }
    return new View(
        location,
        writtenBy.stream().map(node -> CallLine.of(masking, node, location, true)).toList(),
        readBy.stream().map(node -> CallLine.of(masking, node, location, false)).toList(),
        Lineage.ofFile(lookUps, location),
        lookUps.problem());
  }

  /** Whether any call on record read or wrote it. */
  static boolean isKnown(Store store, String location) {
    try {
      return !store.nodesUsing(location, true, 1).isEmpty()
          || !store.nodesUsing(location, false, 1).isEmpty();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return true;
    }
  }
}
