package dev.heddle.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One expression under evaluation: a flat expression, the cells of the nodes asked for so far, and
 * the calls met. It belongs to the call that returned the expression, or to the root.
 */
final class Frame {
  private final Flat flat;
  private final Caller owner;
  private final long offset;
  private final boolean mayBeCaught;
  private final boolean @Nullable [] caught;
  private final @Nullable Cell[] cells;

  /** Who a frame belongs to: what its calls are the children of. */
  interface Caller {
    /** The invocation, or null for the root. */
    @Nullable CallCell invocation();

    /** Whether a failure of all of it may be caught by an expression above. */
    boolean mayBeCaught();

    /** Notes a call of the expression, in whatever order they are met. */
    void addChild(long position, CallCell child);
  }

  /** The frame of the expression that a call came to, or of the root. */
  Frame(Flat flat, Caller owner) {
    this(flat, owner, 0, owner.mayBeCaught());
  }

  /**
   * A frame.
   *
   * @param offset the position of its first node among the nodes of its owner
   */
  private Frame(Flat flat, Caller owner, long offset, boolean mayBeCaught) {
    this.flat = flat;
    this.owner = owner;
    this.offset = offset;
    this.mayBeCaught = mayBeCaught;
    this.caught = mayBeCaught ? null : flat.caught();
    this.cells = new Cell[flat.nodes().length];
  }

  /** The frame of an expression that the inline function at {@code index} of this one returned. */
  Frame nested(Flat inner, int index) {
    // A place of its own that does not depend on which function returned first: SplitMix64's mix.
    long z = position(index, 0) + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return new Frame(inner, owner, (z ^ (z >>> 31)) >>> 26, mayBeCaught(index));
  }

  Caller owner() {
    return owner;
  }

  /** Whether a failure of the node may be caught, in this expression or above it. */
  boolean mayBeCaught(int index) {
    return mayBeCaught || (caught != null && caught[index]);
  }

  Flat.Node node(int index) {
    return flat.nodes()[index];
  }

  /** The cell of a node; asked for the first time, it is handed to the loop to be started. */
  Cell demand(int index, Evaluation evaluation) {
    Cell cell = cells[index];
    if (cell == null) {
      cell = NodeCells.of(this, index);
      cells[index] = cell;
      if (node(index) instanceof Flat.Constant) {
        cell.start(evaluation);
      } else {
        evaluation.toStart(cell);
      }
    }
    return cell;
  }

  Cell demandRoot(Evaluation evaluation) {
    return demand(flat.root(), evaluation);
  }

  /** Where a call stands: node, and element for a spread one. Equal in every evaluation. */
  long position(int index, int element) {
    return ((offset + index) << 24) | Math.min(element, 0xFFFFFF);
  }

  /** The calls a caller's expressions met. */
  static final class Children {
    private final List<CallCell> calls = new ArrayList<>();
    private long[] positions = new long[4];
    private int @Nullable [] order;

    void add(long position, CallCell call) {
      int n = calls.size();
      if (n == positions.length) {
        positions = java.util.Arrays.copyOf(positions, n * 2);
      }
      positions[n] = position;
      calls.add(call);
      order = null;
    }

    int size() {
      return calls.size();
    }

    CallCell call(int index) {
      return calls.get(index);
    }

    long position(int index) {
      return positions[index];
    }

    /** Indices in the order of positions. Mostly the order in which they were met. */
    int[] ordered() {
      int[] known = order;
      if (known == null) {
        known = sort();
        order = known;
      }
      return known;
    }

    private int[] sort() {
      int n = calls.size();
      IntStream met = IntStream.range(0, n);
      for (int i = 1; i < n; i++) {
        if (positions[i - 1] > positions[i]) {
          return met.boxed()
              .sorted(Comparator.comparingLong(index -> positions[index]))
              .mapToInt(Integer::intValue)
              .toArray();
        }
      }
      return met.toArray();
    }
  }
}
