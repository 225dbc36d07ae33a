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
import java.util.function.IntFunction;

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
              most ->
                  made
                      ? asked.inspection().madeBy(value, most)
                      : asked.inspection().usedBy(value, most),
              limit);
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

  /** The latest calls that read or wrote a file of this content. */
  List<NodeRecord> touching(Hash content, int limit) {
    return read(most -> asked.inspection().touching(content, most), limit);
  }

  List<NodeRecord> nodesUsing(String location, boolean written, int limit) {
    return read(most -> asked.store().nodesUsing(location, written, most), limit);
  }

  /** Those before the first that can't be read, which is looked for by halving. */
  private List<NodeRecord> read(IntFunction<List<NodeRecord>> newest, int limit) {
    List<NodeRecord> read = List.of();
    int most = limit;
    for (int fails = limit + 1;
        most > read.size();
        most = read.size() + (fails - read.size()) / 2) {
      try {
        read = newest.apply(most);
        if (most == limit || most + 1 == fails) {
          return read;
        }
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException damaged) {
        fails = most;
        problem =
            "A call can't be read, and those before it are not shown: "
                + damaged.getClass().getSimpleName()
                + '.';
      }
    }
    return read;
  }

  /** What could not be read; empty if all could. */
  String problem() {
    return problem;
  }
}
