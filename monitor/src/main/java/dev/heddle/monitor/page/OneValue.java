package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.value.Hash;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value: which calls it came from, and which it went into. */
public final class OneValue {
  private static final int CALLS = 50;
  private static final int LONGEST = 20_000;

  static final Place<View> PLACE =
      Place.get("/values/{hash}", View.class, OneValue::ask)
          .in(Section.VALUES)
          .shown("value.jte")
          .titled(view -> "Value " + view.hash().substring(0, 8))
          .liveWhile(view -> false)
          .taking(
              Parameter.path("hash", "The value's hash: 40 digits of 0-9 and a-f."),
              Parameter.query(
                  "call", "A call that made it or took it, which may be older than the latest."))
          .summary("One value: the latest calls that made it and that took it, and its lineage.");

  /**
   * The answer.
   *
   * @param value null if the calls that have it can't be read
   * @param madeBy the latest calls whose result it is
   * @param usedBy the latest calls that took it as an argument
   * @param problem what could not be read; empty if all could
   */
  public record View(
      String hash,
      @Nullable Datum value,
      List<CallLine> madeBy,
      List<CallLine> usedBy,
      Lineage lineage,
      String problem) {}

  private OneValue() {}

  static View ask(Asked asked) {
    String text = asked.text("hash").toLowerCase(Locale.ROOT);
    if (!text.matches("[0-9a-f]{40}")) {
      throw Refused.notFound("That is no hash of a value: those have 40 digits of 0-9 and a-f.");
    }
    Hash hash = Hash.parse(text);
    Masking masking = new Masking(asked.store());
    LookUps lookUps = new LookUps(asked);
    lookUps.around(hash, true, CALLS);
    lookUps.around(hash, false, CALLS);
    long call = asked.id("call");
    for (Legible<NodeRecord> read :
        Legible.nodes(asked.store(), call == 0 ? List.of() : List.of(call))) {
      NodeRecord node = read.row();
      if (node != null && node.result() != null && node.result().hash().equals(hash)) {
        lookUps.add(hash, true, node);
      }
      if (node != null && node.arguments().stream().anyMatch(one -> one.hash().equals(hash))) {
        lookUps.add(hash, false, node);
      }
    }
    List<NodeRecord> madeBy = lookUps.around(hash, true, CALLS);
    List<NodeRecord> usedBy = lookUps.around(hash, false, CALLS);
    if (madeBy.isEmpty() && usedBy.isEmpty() && lookUps.problem().isEmpty()) {
      throw Refused.notFound(
          "No call among the latest on record made the value "
              + text
              + " or took it. A file is found by where it is, a call by its id.");
    }
    return new View(
        text,
        value(masking, hash, madeBy, usedBy),
        madeBy.stream().map(node -> CallLine.of(masking, node)).toList(),
        usedBy.stream().map(node -> CallLine.of(masking, node)).toList(),
        Lineage.ofValue(lookUps, hash),
        lookUps.problem());
  }

  private static @Nullable Datum value(
      Masking masking, Hash hash, List<NodeRecord> madeBy, List<NodeRecord> usedBy) {
    Datum value = null;
    for (NodeRecord node : madeBy) {
      String shown = masking.result(node);
      if (node.result() != null && shown != null) {
        value =
            moreHidden(value, Datum.of("", node.task().result(), node.result(), shown, LONGEST));
      }
    }
    for (NodeRecord node : usedBy) {
      for (Datum argument :
          Datum.of(node.task(), node.arguments(), masking.arguments(node), LONGEST)) {
        if (argument.hash().equals(hash.toString())) {
          value = moreHidden(value, argument);
        }
      }
    }
    return value;
  }

  /** What one call may not show is not shown because another one may. */
  private static Datum moreHidden(@Nullable Datum one, Datum other) {
    return one == null || other.size() < one.size() ? other : one;
  }
}
