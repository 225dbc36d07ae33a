package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.QueueRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The invocations that one has to do with.
 *
 * @param parent whose body made it; null for nobody's
 * @param children that its body ordered, or calls that its result was made of; some of them
 * @param moreChildren whether there are more
 * @param waitsFor what its paused body waits for
 * @param retryOf what it was ordered again for; null for nothing
 * @param retriedBy those that were ordered again for it, the newest first; of the latest only
 */
public record Kin(
    @Nullable Related parent,
    List<Related> children,
    boolean moreChildren,
    List<Related> waitsFor,
    @Nullable Related retryOf,
    List<Related> retriedBy) {
  private static final int CHILDREN = 30;
  private static final int LOOKS_AT = 1_000;
  private static final int RETRIES = 200;

  static Kin of(Asked asked, InvocationRecord record, @Nullable NodeRecord node) {
    QueueRecord queued = record.queue();
    List<Related> children = children(asked, record, node);
    return new Kin(
        one(asked, record.parent()),
        children.subList(0, Math.min(CHILDREN, children.size())),
        children.size() > CHILDREN,
        queued == null ? List.of() : Related.of(asked, some(queued.waitsFor())),
        one(asked, queued == null ? 0 : queued.submission().retryOf()),
        queued == null || !record.state().isFinal() ? List.of() : retriedBy(asked, record));
  }

  private static @Nullable Related one(Asked asked, long id) {
    return id == 0 ? null : Related.of(asked, List.of(id)).get(0);
  }

  private static List<Long> some(List<Long> ids) {
    return ids.subList(0, Math.min(CHILDREN, ids.size()));
  }

  /** One more than are shown, if there are more. */
  private static List<Related> children(
      Asked asked, InvocationRecord record, @Nullable NodeRecord node) {
    List<Related> children = new ArrayList<>();
    if (record.queue() != null) {
      children.addAll(Related.of(asked, asked.store().children(record.id(), 0, CHILDREN + 1)));
    }
    if (children.isEmpty() && node != null) {
      List<Long> ids =
          LongStream.of(node.children()).distinct().limit(CHILDREN + 1L).boxed().toList();
      for (Legible<NodeRecord> read : Legible.nodes(asked.store(), ids)) {
        NodeRecord child = read.row();
        if (child == null) {
          children.add(new Related(Shown.id(read.id()), "", null, null));
          continue;
        }
        children.add(
            Legible.invocation(asked.store(), child.id())
                .map(Legible::row)
                .map(call -> Related.below(call, record.execution()))
                .orElseGet(
                    () -> new Related(Shown.id(child.id()), child.task().name(), null, null)));
      }
    } else if (children.isEmpty() && record.queue() == null) {
      for (Legible<InvocationRecord> read :
          Legible.invocations(asked.store(), record.execution(), record.id(), LOOKS_AT)) {
        InvocationRecord call = read.row();
        if (call != null && call.parent() == record.id() && children.size() <= CHILDREN) {
          children.add(Related.of(call));
        }
      }
    }
    return children;
  }

  private static List<Related> retriedBy(Asked asked, InvocationRecord record) {
    InvocationFilter since =
        new InvocationFilter(
            record.task().name(), Set.of(), null, 0, record.endedAt(), 0, null, null, true);
    return asked.inspection().invocations(since, Long.MAX_VALUE, RETRIES).found().stream()
        .filter(other -> isRetryOf(other.queue(), record.id()))
        .map(Related::of)
        .toList();
  }

  private static boolean isRetryOf(@Nullable QueueRecord queued, long id) {
    return queued != null && queued.submission().retryOf() == id;
  }
}
