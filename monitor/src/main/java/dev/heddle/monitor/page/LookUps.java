package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds the calls around values and files, and notes if any can't be read. Those of a value are
 * found by looking through the latest calls, so a page makes few such look-ups.
 */
final class LookUps {
  private final Asked asked;
  private final Map<Sought, List<NodeRecord>> known = new HashMap<>();
  private String problem = "";

  private record Sought(Hash value, boolean made) {}

  LookUps(Asked asked) {
    this.asked = asked;
  }

  Store store() {
    return asked.store();
  }

  /**
   * The calls that made it, or else those that took it; looked for once, and then for this many.
   */
  List<NodeRecord> around(Hash value, boolean made, int limit) {
    Sought sought = new Sought(value, made);
    List<NodeRecord> found = known.get(sought);
    if (found == null) {
      found =
          read(
              () ->
                  made
                      ? asked.inspection().madeBy(value, limit)
                      : asked.inspection().usedBy(value, limit));
      known.put(sought, found);
    }
    return found;
  }

  /** Whether they were looked for before. */
  boolean knows(Hash value, boolean made) {
    return known.containsKey(new Sought(value, made));
  }

  /** Adds a call to those that were found, for it may be older than the latest. */
  void add(Hash value, boolean made, NodeRecord node) {
    List<NodeRecord> found = around(value, made, 1);
    if (found.stream().noneMatch(other -> other.id() == node.id())) {
      List<NodeRecord> more = new ArrayList<>(found);
      more.add(node);
      known.put(new Sought(value, made), List.copyOf(more));
    }
  }

  List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return read(() -> asked.store().nodesUsing(location, written, limit));
  }

  private List<NodeRecord> read(Supplier<List<NodeRecord>> reading) {
    try {
      return reading.get();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      problem = "Some of the calls can't be read: " + damaged.getClass().getSimpleName() + '.';
      return List.of();
    }
  }

  /** What could not be read; empty if all could. */
  String problem() {
    return problem;
  }
}
