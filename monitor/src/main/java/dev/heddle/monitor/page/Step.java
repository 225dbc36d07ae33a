package dev.heddle.monitor.page;

import dev.heddle.store.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One step of time: when it began, and what it had. */
public record Step(Instant at, Figures figures) {
  /** Every step from one moment to another, those that had nothing too. */
  static List<Step> of(List<Activity> activity, long from, long to, long stepMillis) {
    Map<Long, List<Activity>> byStep = new HashMap<>();
    for (Activity a : activity) {
      byStep.computeIfAbsent(a.at(), at -> new ArrayList<>()).add(a);
    }
    List<Step> steps = new ArrayList<>();
    for (long at = from; at < to; at += stepMillis) {
      steps.add(
          new Step(
              Instant.ofEpochMilli(at), Figures.of(byStep.getOrDefault(at, List.<Activity>of()))));
    }
    return List.copyOf(steps);
  }
}
