package dev.heddle.monitor.page;

import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A row as far as it can be read. One that is damaged, as when a packed column was cut short, keeps
 * its id and the reason, and keeps no other row from being read.
 *
 * @param row null if it can't be read
 * @param problem why not; empty if it can
 */
record Legible<T>(long id, @Nullable T row, String problem) {
  /**
   * Within so many ids each is tried by itself; beyond, neighbours that are damaged are told as
   * one.
   */
  private static final long TRIED = 1_000;

  /** Rows in the order of their places. */
  private interface Source<T> {
    List<T> read(long after, int limit);
  }

  /** The invocations of an execution in the order of their ids. */
  static List<Legible<InvocationRecord>> invocations(
      Store store, long execution, long after, int limit) {
    return rows(
        (from, most) -> store.invocations(execution, from, most),
        store::invocation,
        InvocationRecord::id,
        after,
        limit);
  }

  /** The invocation of this id; empty if there is none. */
  static Optional<Legible<InvocationRecord>> invocation(Store store, long id) {
    try {
      return store.invocation(id).map(row -> new Legible<>(id, row, ""));
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return Optional.of(new Legible<>(id, null, problem(damaged)));
    }
  }

  /** Executions, newest first. */
  static List<Legible<ExecutionRecord>> executions(Store store, long before, int limit) {
    return rows(
            (from, most) -> store.executions(-from, most),
            place -> store.execution(-place),
            execution -> -execution.id(),
            -before,
            limit)
        .stream()
        .map(row -> new Legible<>(-row.id, row.row, row.problem))
        .toList();
  }

  /** Call nodes by id; ids that are gone are left out. */
  static List<Legible<NodeRecord>> nodes(Store store, List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    try {
      return store.nodes(ids).stream().map(node -> new Legible<>(node.id(), node, "")).toList();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      if (ids.size() == 1) {
        return List.of(new Legible<>(ids.get(0), null, problem(damaged)));
      }
      int half = ids.size() / 2;
      List<Legible<NodeRecord>> all = new ArrayList<>(nodes(store, ids.subList(0, half)));
      all.addAll(nodes(store, ids.subList(half, ids.size())));
      return all;
    }
  }

  private static <T> List<Legible<T>> rows(
      Source<T> source, LongFunction<?> one, ToLongFunction<T> place, long after, int limit) {
    List<Legible<T>> rows = new ArrayList<>();
    int size = limit;
    long at = after;
    while (rows.size() < limit) {
      int wanted = Math.min(size, limit - rows.size());
      try {
        List<T> page = source.read(at, wanted);
        page.forEach(row -> rows.add(new Legible<>(place.applyAsLong(row), row, "")));
        if (page.size() < wanted) {
          return rows;
        }
        at = place.applyAsLong(page.get(page.size() - 1));
        size = Math.min(limit, size * 2);
      } catch (StoreException e) {
        throw e;
      } catch (RuntimeException damaged) {
        size = wanted / 2;
        if (wanted == 1) {
          size = 1;
          long last = damaged(source, at);
          for (long id = Math.max(at + 1, last - TRIED); id < last; id++) {
            if (isDamaged(one, id)) {
              rows.add(new Legible<>(id, null, problem(damaged)));
            }
          }
          rows.add(new Legible<>(last, null, problem(damaged)));
          at = last;
        }
      }
    }
    return rows;
  }

  /** The last of the damaged rows that come next: what is asked for behind it can be read. */
  private static long damaged(Source<?> source, long at) {
    long below = at;
    long above = at + 1;
    for (long step = 2; !canRead(source, above); step *= 2) {
      below = above;
      above = step > Long.MAX_VALUE / 4 || at > Long.MAX_VALUE - step ? Long.MAX_VALUE : at + step;
    }
    while (above - below > 1) {
      long middle = below + (above - below) / 2;
      if (canRead(source, middle)) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return above;
  }

  private static boolean canRead(Source<?> source, long after) {
    try {
      source.read(after, 1);
      return true;
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return after == Long.MAX_VALUE;
    }
  }

  private static boolean isDamaged(LongFunction<?> one, long place) {
    try {
      return one.apply(place) == null; // what can be read is there or not, and no null
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return true;
    }
  }

  static String problem(RuntimeException damaged) {
    return "Its row can't be read: " + damaged.getClass().getSimpleName() + '.';
  }
}
