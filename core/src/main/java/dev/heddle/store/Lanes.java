package dev.heddle.store;

import dev.heddle.InvocationState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is available, in the order it is claimed: a lane for each queue and task, so that a claim
 * costs nothing for tasks that its worker does not know, however many of them wait.
 */
final class Lanes {
  private record Name(String queue, String task) {
    static Name of(Ordered ordered) {
      Submission submission = ordered.submission;
      return new Name(submission.order().queue(), submission.task().name());
    }

    boolean isServedBy(Claim claim) {
      return (claim.queues().isEmpty() || claim.queues().contains(queue))
          && claim.tasks().contains(task);
    }
  }

  private static final class Lane {
    final TreeSet<Ordered> ready = new TreeSet<>(Ordered.firstToClaim());
    final TreeSet<Ordered> suspects = new TreeSet<>(Ordered.firstToClaim());
    final TreeSet<Ordered> planned =
        new TreeSet<>(Comparator.comparingLong((Ordered o) -> o.due).thenComparing(Ordered::id));

    /** Where one in this state stands, if it stands anywhere. */
    List<SortedSet<Ordered>> placesOf(Ordered ordered) {
      return switch (ordered.state) {
        case QUEUED -> List.of(ordered.isSuspect() ? suspects : ready);
        case SCHEDULED, RETRYING -> List.of(planned);
        default -> List.of();
      };
    }

    boolean isEmpty() {
      return ready.isEmpty() && suspects.isEmpty() && planned.isEmpty();
    }
  }

  /** What stands first of a lane, and the rest of it. */
  private record Head(Ordered first, Iterator<Ordered> rest) {}

  private final Map<Name, Lane> lanes = new HashMap<>();

  /** Puts it where its state, rank and due say; nowhere if it is not available. */
  void add(Ordered ordered) {
    Lane lane = lanes.computeIfAbsent(Name.of(ordered), n -> new Lane());
    lane.placesOf(ordered).forEach(place -> place.add(ordered));
    forget(Name.of(ordered), lane);
  }

  /** Takes it out; has to be called before what its place depends on changes. */
  void remove(Ordered ordered) {
    Lane lane = lanes.get(Name.of(ordered));
    if (lane != null) {
      lane.placesOf(ordered).forEach(place -> place.remove(ordered));
      forget(Name.of(ordered), lane);
    }
  }

  private void forget(Name name, Lane lane) {
    if (lane.isEmpty()) {
      lanes.remove(name);
    }
  }

  /** Makes ready what is due. */
  void makeReady(long now) {
    List<Ordered> due = new ArrayList<>();
    for (Lane lane : lanes.values()) {
      for (Ordered planned : lane.planned) {
        if (planned.due > now) {
          break;
        }
        due.add(planned);
      }
    }
    for (Ordered ordered : due) {
      remove(ordered);
      ordered.state = InvocationState.QUEUED;
      add(ordered);
    }
  }

  /** What the claim would take, first things first. */
  List<Ordered> first(Claim claim) {
    Comparator<Ordered> order = Ordered.firstToClaim();
    PriorityQueue<Head> heads = new PriorityQueue<>((a, b) -> order.compare(a.first(), b.first()));
    lanes.forEach(
        (name, lane) -> {
          if (name.isServedBy(claim)) {
            advance(heads, (claim.alone() ? lane.suspects : lane.ready).iterator());
          }
        });
    int most = claim.alone() ? Math.min(1, claim.most()) : claim.most();
    // What is awaited stands before all others, so the first that is not ends the search.
    List<Ordered> found = new ArrayList<>();
    while (found.size() < most) {
      Head head = heads.poll();
      if (head == null || (claim.awaited() && !head.first().front)) {
        break;
      }
      found.add(head.first());
      advance(heads, head.rest());
    }
    return found;
  }

  private static void advance(PriorityQueue<Head> heads, Iterator<Ordered> lane) {
    if (lane.hasNext()) {
      heads.add(new Head(lane.next(), lane));
    }
  }

  Availability available(Claim claim) {
    boolean ready = false;
    boolean suspects = false;
    long nextDue = Long.MAX_VALUE;
    for (Map.Entry<Name, Lane> entry : lanes.entrySet()) {
      if (!entry.getKey().isServedBy(claim)) {
        continue;
      }
      Lane lane = entry.getValue();
      ready |= !lane.ready.isEmpty() && (!claim.awaited() || lane.ready.first().front);
      suspects |= !lane.suspects.isEmpty();
      for (Ordered planned : lane.planned) {
        if (planned.due > claim.at()) {
          nextDue = Math.min(nextDue, planned.due);
          break;
        }
        ready |= !planned.isSuspect();
        suspects |= planned.isSuspect();
      }
    }
    return new Availability(ready, suspects, nextDue);
  }
}
