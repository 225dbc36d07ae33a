package dev.heddle.eval;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Explains why an evaluation can't go on: some call waits for itself. */
final class Stall {
  private Stall() {}

  private record Visit(CallCell call, int next) {}

  /** Finds the cycle among unsettled calls, depth first with a stack of its own, and prints it. */
  static String describe(Frame.Children roots) {
    Set<CallCell> done = new HashSet<>();
    for (int r = 0; r < roots.size(); r++) {
      ArrayDeque<Visit> path = new ArrayDeque<>();
      Set<CallCell> onPath = new HashSet<>();
      path.addLast(new Visit(roots.call(r), 0));
      onPath.add(roots.call(r));
      while (!path.isEmpty()) {
        Visit visit = path.removeLast();
        Frame.Children children = visit.call().children();
        if (done.contains(visit.call()) || children == null || visit.next() == children.size()) {
          onPath.remove(visit.call());
          done.add(visit.call());
          continue;
        }
        path.addLast(new Visit(visit.call(), visit.next() + 1));
        CallCell child = children.call(visit.next());
        if (child.isSettled()) {
          continue;
        }
        if (!onPath.add(child)) {
          return text(path, child);
        }
        path.addLast(new Visit(child, 0));
      }
    }
    return "The evaluation can't go on although no call waits for itself; this is a defect of"
        + " Heddle, please report it with the expression.";
  }

  private static String text(ArrayDeque<Visit> path, CallCell again) {
    List<String> cycle = new ArrayList<>();
    boolean inside = false;
    for (Visit visit : path) {
      inside |= visit.call() == again;
      if (inside) {
        cycle.add(
            Calls.text(
                visit.call().task.name(),
                Calls.arguments(visit.call().task, visit.call().arguments())));
      }
    }
    int more = Math.max(0, cycle.size() - 20);
    String shown = String.join(" → ", cycle.subList(0, cycle.size() - more));
    return "A call waits for itself: "
        + shown
        + (more > 0 ? " → … " + more + " more" : "")
        + " → "
        + cycle.get(0)
        + ". A recursion must change its arguments on the way down, and end.";
  }
}
