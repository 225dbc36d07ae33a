package dev.heddle.monitor.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the stints of a timeline stand: hosts by name, under each its workers in the order in which
 * they began, under each as many lanes as it had stints at once.
 *
 * @param hosts from top to bottom
 * @param workers from top to bottom
 * @param tops the upper edge of each stint, by its place in the list
 * @param height of all together
 */
record Lanes(List<Host> hosts, List<Worker> workers, int[] tops, int height) {
  /** Its heading. */
  record Host(String name, int top) {}

  /** Its lanes. */
  record Worker(String host, String name, int top, int lanes) {
    int height() {
      return lanes * LANE;
    }
  }

  static final int LANE = 16;
  static final int BAR = 12;
  static final int HEADING = 24;
  private static final int SPACE = 6;

  private static final class Crew {
    private final List<Integer> stints = new ArrayList<>();
    private long first = Long.MAX_VALUE;
  }

  static Lanes of(List<Timeline.Stint> stints, List<Timeline.Death> deaths) {
    Map<String, Map<String, Crew>> crews = new TreeMap<>();
    for (int i = 0; i < stints.size(); i++) {
      Timeline.Stint stint = stints.get(i);
      Crew crew = crew(crews, stint.host(), stint.worker());
      crew.stints.add(i);
      crew.first = Math.min(crew.first, stint.start());
    }
    for (Timeline.Death death : deaths) {
      Crew crew = crew(crews, death.host(), death.worker());
      crew.first = Math.min(crew.first, death.at());
    }

    List<Host> hosts = new ArrayList<>();
    List<Worker> workers = new ArrayList<>();
    int[] tops = new int[stints.size()];
    int y = 0;
    for (var host : crews.entrySet()) {
      hosts.add(new Host(host.getKey(), y));
      y += HEADING;
      List<Map.Entry<String, Crew>> inTurn = new ArrayList<>(host.getValue().entrySet());
      inTurn.sort(Comparator.comparingLong(entry -> entry.getValue().first));
      for (var worker : inTurn) {
        int lanes = place(stints, worker.getValue().stints, tops, y);
        workers.add(new Worker(host.getKey(), worker.getKey(), y, lanes));
        y += lanes * LANE + SPACE;
      }
    }
    return new Lanes(hosts, workers, tops, y);
  }

  /** Gives each stint of one worker its place, and says how many lanes they take, at least one. */
  private static int place(List<Timeline.Stint> stints, List<Integer> own, int[] tops, int top) {
    int[] lane =
        Packing.lanes(
            own.stream().mapToLong(i -> stints.get(i).start()).toArray(),
            own.stream().mapToLong(i -> stints.get(i).end()).toArray());
    int lanes = 1;
    for (int k = 0; k < lane.length; k++) {
      tops[own.get(k)] = top + lane[k] * LANE + (LANE - BAR) / 2;
      lanes = Math.max(lanes, lane[k] + 1);
    }
    return lanes;
  }

  private static Crew crew(Map<String, Map<String, Crew>> crews, String host, String worker) {
    return crews
        .computeIfAbsent(host, name -> new TreeMap<>())
        .computeIfAbsent(worker, name -> new Crew());
  }
}
