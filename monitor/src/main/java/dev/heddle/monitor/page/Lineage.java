package dev.heddle.monitor.page;

import dev.heddle.monitor.chart.Frame;
import dev.heddle.monitor.chart.Graph;
import dev.heddle.monitor.http.Shell;
import dev.heddle.store.FileUse;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a thing came from, and what came of it: calls, values and files around it, three steps each
 * way. A value is known by its content, so one leads to every call that has an equal one; those so
 * short that equal ones come from anywhere are not followed.
 *
 * @param complete whether nothing was left out for being too much
 */
public record Lineage(List<Thing> things, List<Step> steps, boolean complete) {
  static final Lineage NONE = new Lineage(List.of(), List.of(), true);

  private static final int LEVELS = 3;
  private static final int THINGS = 100;

  /** How many look-ups of values, each of which looks through the latest calls. */
  private static final int LOOK_UPS = 4;

  private static final int CALLS = 6;
  private static final int VALUES = 12;
  private static final int LABEL = 60;
  private static final int TOO_SHORT = 8;

  /**
   * A call, a value or a file.
   *
   * @param path where all about it is, below the monitor's own path
   * @param centre whether it is what was asked about
   */
  public record Thing(
      String id, Graph.Shape shape, String label, String note, String path, boolean centre) {}

  /** The second came from the first, by their ids. */
  public record Step(String from, String to) {}

  static Lineage ofValue(LookUps lookUps, Hash hash) {
    Finding finding = new Finding(lookUps);
    finding.value(hash, "", "", true);
    return finding.found(new Value(hash, Integer.MAX_VALUE));
  }

  static Lineage ofFile(LookUps lookUps, String location) {
    Finding finding = new Finding(lookUps);
    finding.file(location, true);
    return finding.found(new Location(location));
  }

  static Lineage ofCall(LookUps lookUps, NodeRecord node) {
    Finding finding = new Finding(lookUps);
    finding.call(node, true);
    return finding.found(new Call(node));
  }

  /** The picture: HTML. */
  public String graph(Shell shell) {
    return new Graph(
            Frame.of("lineage", "What it came from, and what came of it").sized(640, 120),
            things.stream()
                .map(
                    thing ->
                        new Graph.Node(
                            thing.id,
                            thing.label,
                            thing.note,
                            thing.shape,
                            thing.centre ? "" : shell.link(thing.path),
                            thing.centre))
                .toList(),
            steps.stream().map(step -> new Graph.Edge(step.from, step.to)).toList())
        .html();
  }

  /** Something whose neighbours are to be found. */
  private sealed interface Spot permits Call, Value, Location {}

  private record Call(NodeRecord node) implements Spot {}

  private record Value(Hash hash, int size) implements Spot {}

  private record Location(String path) implements Spot {}

  private record Visit(Spot place, int level, boolean up) {}

  /** A search, breadth first, so that what is near is there. */
  private static final class Finding {
    private final LookUps lookUps;
    private final Masking masking;
    private final Map<String, Thing> things = new LinkedHashMap<>();
    private final Set<Step> steps = new LinkedHashSet<>();
    private final Deque<Visit> open = new ArrayDeque<>();
    private int left = LOOK_UPS;
    private boolean complete = true;

    Finding(LookUps lookUps) {
      this.lookUps = lookUps;
      this.masking = new Masking(lookUps.store());
    }

    Lineage found(Spot centre) {
      open.add(new Visit(centre, 0, true));
      open.add(new Visit(centre, 0, false));
      while (!open.isEmpty()) {
        Visit visit = open.remove();
        if (visit.level == LEVELS) {
          continue;
        }
        if (visit.place instanceof Call call) {
          around(call.node, visit);
        } else if (visit.place instanceof Value value) {
          around(value, visit);
        } else if (visit.place instanceof Location file) {
          around(file.path, visit);
        }
      }
      return new Lineage(List.copyOf(things.values()), List.copyOf(steps), complete);
    }

    private void around(NodeRecord node, Visit visit) {
      String from = callId(node);
      if (visit.up) {
        List<String> shown = masking.arguments(node);
        for (int i = 0; i < node.arguments().size(); i++) {
          if (i == VALUES) {
            complete = false;
            break;
          }
          StoredValue argument = node.arguments().get(i);
          String name = Datum.name(node.task(), i);
          value(argument, name + " = " + shown.get(i), node, visit);
        }
      } else {
        StoredValue result = node.result();
        String shown = masking.result(node);
        if (result != null && shown != null) {
          value(result, shown, node, visit);
        }
      }
      int files = 0;
      for (FileUse use : node.files()) {
        if (use.written() != visit.up && files++ < VALUES) {
          if (add(fileId(use.location()), () -> file(use.location(), false))) {
            open.add(new Visit(new Location(use.location()), visit.level + 1, visit.up));
          }
          link(fileId(use.location()), from, visit.up);
        }
      }
      complete &= files <= VALUES;
    }

    private void value(StoredValue value, String label, NodeRecord node, Visit visit) {
      String call = Shown.id(node.id());
      String id = valueId(value.hash());
      if (add(id, () -> value(value.hash(), label, call, false))) {
        open.add(
            new Visit(new Value(value.hash(), value.bytes().length), visit.level + 1, visit.up));
      }
      link(id, callId(node), visit.up);
    }

    private void around(Value value, Visit visit) {
      if (value.size <= TOO_SHORT) {
        return;
      }
      if (!lookUps.knows(value.hash, visit.up) && left-- <= 0) {
        complete = false;
        return;
      }
      around(lookUps.around(value.hash, visit.up, CALLS + 1), valueId(value.hash), visit);
    }

    private void around(String location, Visit visit) {
      around(lookUps.nodesUsing(location, visit.up, CALLS + 1), fileId(location), visit);
    }

    private void around(List<NodeRecord> calls, String to, Visit visit) {
      complete &= calls.size() <= CALLS;
      for (NodeRecord node : calls.subList(0, Math.min(CALLS, calls.size()))) {
        if (add(callId(node), () -> call(node, false))) {
          open.add(new Visit(new Call(node), visit.level + 1, visit.up));
        }
        link(callId(node), to, visit.up);
      }
    }

    /** Says whether it is new. */
    private boolean add(String id, Runnable adding) {
      if (things.containsKey(id)) {
        return false;
      }
      if (things.size() == THINGS) {
        complete = false;
        return false;
      }
      adding.run();
      return true;
    }

    private void link(String outer, String inner, boolean up) {
      if (things.containsKey(outer)) {
        steps.add(up ? new Step(outer, inner) : new Step(inner, outer));
      }
    }

    void call(NodeRecord node, boolean centre) {
      String id = Shown.id(node.id());
      String task = Shown.brief(node.task().name());
      String note = "code " + node.task().hash().abbreviated() + ", call " + id;
      things.put(
          callId(node),
          new Thing(callId(node), Graph.Shape.CALL, task, note, Values.callPath(id), centre));
    }

    void value(Hash hash, String label, String call, boolean centre) {
      things.put(
          valueId(hash),
          new Thing(
              valueId(hash),
              Graph.Shape.VALUE,
              label.isEmpty() ? "value" : Shown.cut(label, LABEL),
              hash.abbreviated(),
              Values.valuePath(hash.toString()) + (call.isEmpty() ? "" : "?call=" + call),
              centre));
    }

    void file(String location, boolean centre) {
      String name = location.substring(location.lastIndexOf('/') + 1);
      things.put(
          fileId(location),
          new Thing(
              fileId(location),
              Graph.Shape.FILE,
              name.isEmpty() ? location : name,
              location,
              Values.filePath(location),
              centre));
    }

    private static String callId(NodeRecord node) {
      return "call " + node.id();
    }

    private static String valueId(Hash hash) {
      return "value " + hash;
    }

    private static String fileId(String location) {
      return "file " + location;
    }
  }
}
