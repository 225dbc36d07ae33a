package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.store.InvocationRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that another has to do with.
 *
 * @param task empty if it is no longer on record
 * @param state null if it is no longer on record
 * @param millis how long it took; null if that is not known
 */
public record Related(
    String id, String task, @Nullable InvocationState state, @Nullable Long millis) {
  static Related of(InvocationRecord record) {
    return new Related(
        Shown.id(record.id()), record.task().name(), record.state(), InvocationList.millis(record));
  }

  /** What is on record of these, in their order. */
  static List<Related> of(Asked asked, List<Long> ids) {
    List<Related> related = new ArrayList<>();
    for (long id : ids) {
      Optional<InvocationRecord> record = Legible.invocation(asked.store(), id).map(Legible::row);
      related.add(
          record.map(Related::of).orElseGet(() -> new Related(Shown.id(id), "", null, null)));
    }
    return List.copyOf(related);
  }

  /** A call below one of an execution: from the record, if another execution ran it. */
  static Related below(InvocationRecord child, long execution) {
    Related related = of(child);
    return child.execution() == execution
        ? related
        : new Related(related.id, related.task, InvocationState.CACHED, null);
  }
}
