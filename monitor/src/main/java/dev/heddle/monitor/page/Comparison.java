package dev.heddle.monitor.page;

import dev.heddle.InvocationState;
import dev.heddle.monitor.http.Asked;
import dev.heddle.store.InvocationFilter;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.QueueRecord;
import dev.heddle.store.RecordedCall;
import dev.heddle.store.StoreException;
import dev.heddle.task.CodeMember;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why an invocation ran, or did not: its key beside that of the earlier call of the same task that
 * is most like it, among the latest before it.
 */
final class Comparison {
  private static final int LOOKS_AT = 100;
  private static final int MOST_MEMBERS = 50;

  private final Asked asked;
  private final InvocationRecord invocation;
  private final Masking masking;

  Comparison(Asked asked, InvocationRecord invocation, Masking masking) {
    this.asked = asked;
    this.invocation = invocation;
    this.masking = masking;
  }

  Why why() {
    long node = earlierResult();
    InvocationRecord found =
        node == 0 ? null : Legible.invocation(asked.store(), node).map(Legible::row).orElse(null);
    InvocationRecord earlier = found == null ? nearest() : found;
    String other = earlier == null ? Shown.id(node) : Shown.id(earlier.id());
    return new Why(
        reason(earlier, node),
        other,
        invocation.key().toString(),
        parts(earlier),
        earlier == null || earlier.task().equals(invocation.task())
            ? List.of()
            : codeChanges(earlier.task(), invocation.task()));
  }

  private Why.Reason reason(@Nullable InvocationRecord earlier, long node) {
    if (invocation.state() == InvocationState.CACHED) {
      return Why.Reason.CACHED;
    }
    QueueRecord queued = invocation.queue();
    if (queued != null) {
      return queued.submission().retryOf() != 0 ? Why.Reason.RETRIED : Why.Reason.ORDERED;
    }
    if (node != 0) {
      return Why.Reason.NOT_REUSED;
    }
    if (earlier == null) {
      return Why.Reason.FIRST;
    }
    return earlier.key().equals(invocation.key()) ? Why.Reason.NO_RESULT : Why.Reason.OTHER_KEY;
  }

  /** The newest result of the same key that was on record before it; 0 if there is none. */
  private long earlierResult() {
    long newest = 0;
    for (RecordedCall call : sameKey()) {
      if (call.node() < invocation.id()) {
        newest = Math.max(newest, call.node());
      }
    }
    return newest;
  }

  /** None if one can't be read. */
  private List<RecordedCall> sameKey() {
    try {
      return asked.store().find(List.of(invocation.key())).stream().flatMap(List::stream).toList();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return List.of();
    }
  }

  private @Nullable InvocationRecord nearest() {
    InvocationFilter filter =
        new InvocationFilter(invocation.task().name(), Set.of(), null, 0, 0, 0, null, null, false);
    InvocationRecord best = null;
    int most = -1;
    for (InvocationRecord other :
        asked.inspection().invocations(filter, invocation.id(), LOOKS_AT).found()) {
      if (other.id() < invocation.id()
          && other.task().name().equals(invocation.task().name())
          && likeness(other) > most) {
        best = other;
        most = likeness(other);
      }
    }
    return best;
  }

  /** How many arguments are equal; the same code counts less than any of them. */
  private int likeness(InvocationRecord other) {
    int equal = 0;
    int n = Math.min(other.arguments().size(), invocation.arguments().size());
    for (int i = 0; i < n; i++) {
      if (other.arguments().get(i).hash().equals(invocation.arguments().get(i).hash())) {
        equal++;
      }
    }
    return 2 * equal + (other.task().equals(invocation.task()) ? 1 : 0);
  }

  private List<Why.Part> parts(@Nullable InvocationRecord earlier) {
    List<Why.Part> parts = new ArrayList<>();
    parts.add(
        part(
            "code of the task",
            invocation.task().hash(),
            "",
            earlier == null ? null : earlier.task().hash(),
            ""));
    List<String> now = masking.arguments(invocation);
    List<String> was = earlier == null ? List.of() : masking.arguments(earlier);
    for (int i = 0; i < invocation.arguments().size(); i++) {
      StoredValue before = earlier != null && i < was.size() ? earlier.arguments().get(i) : null;
      parts.add(
          part(
              Datum.name(invocation.task(), i),
              invocation.arguments().get(i).hash(),
              now.get(i),
              before == null ? null : before.hash(),
              before == null ? "" : was.get(i)));
    }
    return List.copyOf(parts);
  }

  private static Why.Part part(
      String name, Hash hash, String value, @Nullable Hash before, String beforeValue) {
    boolean differs = before != null && !before.equals(hash);
    return new Why.Part(
        name,
        hash.toString(),
        Shown.cut(value, Why.BRIEF),
        differs,
        before == null ? "" : before.toString(),
        differs ? Shown.cut(beforeValue, Why.BRIEF) : "");
  }

  /** What of the code is another, by member. */
  private static List<Why.CodeChange> codeChanges(TaskVersion before, TaskVersion now) {
    SortedMap<String, Hash> old = byName(before);
    SortedMap<String, Hash> fresh = byName(now);
    List<Why.CodeChange> changes = new ArrayList<>();
    fresh.forEach(
        (name, digest) -> {
          Hash was = old.remove(name);
          if (was == null) {
            changes.add(new Why.CodeChange(Why.How.NEW, name));
          } else if (!was.equals(digest)) {
            changes.add(new Why.CodeChange(Why.How.CHANGED, name));
          }
        });
    old.keySet().forEach(name -> changes.add(new Why.CodeChange(Why.How.GONE, name)));
    if (changes.isEmpty()) {
      boolean signature =
          !before.parameters().equals(now.parameters()) || !before.result().equals(now.result());
      changes.add(
          new Why.CodeChange(
              Why.How.CHANGED,
              signature ? "its signature" : "its version, or what it reads from its service"));
    }
    return changes.stream().limit(MOST_MEMBERS).toList();
  }

  private static SortedMap<String, Hash> byName(TaskVersion version) {
    SortedMap<String, Hash> members = new TreeMap<>();
    for (CodeMember m : version.members()) {
      members.put(m.owner().replace('/', '.') + '.' + m.name() + m.descriptor(), m.digest());
    }
    return members;
  }
}
