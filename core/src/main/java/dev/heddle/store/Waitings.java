package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what waits and what runs, by queue, task and state. */
final class Waitings {
  private record Group(String queue, String task, InvocationState state) {}

  private Waitings() {}

  static List<Waiting> of(Collection<Ordered> live) {
    Map<Group, Waiting> counted = new HashMap<>();
    for (Ordered ordered : live) {
      Submission s = ordered.submission;
      Group group = new Group(s.order().queue(), s.task().name(), ordered.state);
      Waiting one = new Waiting(group.queue, group.task, group.state, 1, s.submittedAt());
      counted.merge(group, one, Waitings::plus);
    }
    return counted.values().stream()
        .sorted(
            Comparator.comparing(Waiting::queue)
                .thenComparing(Waiting::task)
                .thenComparing(Waiting::state))
        .toList();
  }

  private static Waiting plus(Waiting a, Waiting b) {
    return new Waiting(
        a.queue(), a.task(), a.state(), a.count() + b.count(), Math.min(a.since(), b.since()));
  }
}
