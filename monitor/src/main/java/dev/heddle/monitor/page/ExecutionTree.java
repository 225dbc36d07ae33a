package dev.heddle.monitor.page;

import dev.heddle.monitor.http.Asked;
import dev.heddle.monitor.http.Parameter;
import dev.heddle.monitor.http.Place;
import dev.heddle.monitor.http.Refused;
import dev.heddle.monitor.http.Section;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Hits;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.NodeRecord;
import dev.heddle.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The tree of an execution, level by level: what was called under one invocation, or under one call
 * that was taken from the record. There is no index by parent, and those under an invocation have
 * higher ids: so a bounded piece of the execution is looked through, and the answer says where to
 * go on.
 */
public final class ExecutionTree {
  /** How many calls an answer has. */
  static final int LEVEL = 200;

  static final Place<View> PLACE =
      Place.get("/executions/{id}/tree", View.class, ExecutionTree::ask)
          .in(Section.EXECUTIONS)
          .shown("tree.jte")
          .titled(view -> "Calls of execution " + view.execution())
          .liveWhile(view -> false)
          .taking(
              Parameter.path("id", "The execution's id."),
              Parameter.query("under", "The invocation that called; none for the top level."),
              Parameter.query("call", "Instead: a call from the record, which called."),
              Parameter.number("after", "From where to go on: next of the answer before."),
              Parameter.number("hit", "Likewise: nextHit of the answer before."))
          .summary("One level of an execution's tree: at most 200 calls under another.");

  /**
   * The answer.
   *
   * @param under the invocation whose level it is; empty for the top level
   * @param call the call from the record whose level it is; empty for that of an invocation
   * @param next from where to go on, as {@code after}; 0 if all was looked at
   * @param nextHit from where to go on among those that were taken from the record, as {@code hit};
   *     0 if all are here
   * @param live whether the execution goes on, so that there may be more under an invocation
   */
  public record View(
      String execution,
      String under,
      String call,
      List<Branch> branches,
      long next,
      long nextHit,
      boolean live) {
    /** Whether there is more, or may be. */
    public boolean more() {
      return next > 0 || nextHit > 0;
    }
  }

  private ExecutionTree() {}

  static View ask(Asked asked) {
    long id = asked.id("id");
    Optional<ExecutionRecord> execution = execution(asked, id);
    long call = asked.id("call");
    if (call != 0) {
      return underCall(asked, id, call, (int) asked.number("hit", 0, 0, Integer.MAX_VALUE));
    }
    long under = asked.id("under");
    Hits hits =
        under == 0
            ? execution.map(ExecutionRecord::hits).orElse(Hits.NONE)
            : parent(asked, under).map(InvocationRecord::hits).orElse(Hits.NONE);
    long after = asked.number("after", 0, 0, Long.MAX_VALUE);
    int hit = (int) asked.number("hit", 0, 0, Integer.MAX_VALUE);
    boolean live = OneExecution.goesOn(asked, id, execution);
    if (hit > 0) {
      return level(asked, id, under, hits, hit, new Reached(List.of(), 0), live);
    }
    // Whatever is under an invocation was begun after it, and has a higher id.
    long from = Math.max(after, under);
    return level(asked, id, under, hits, 0, Reached.of(asked.store(), id, from, live), live);
  }

  /** Empty if its row can't be read, and for a tree of ordered work. */
  private static Optional<ExecutionRecord> execution(Asked asked, long id) {
    try {
      return OneExecution.read(asked, id);
    } catch (Refused | StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
  }

  /** Empty if its row can't be read. */
  private static Optional<InvocationRecord> parent(Asked asked, long id) {
    try {
      Optional<InvocationRecord> found = asked.store().invocation(id);
      if (found.isEmpty()) {
        throw Refused.notFound(
            "There is no invocation " + Shown.id(id) + " on record to look under.");
      }
      return found;
    } catch (Refused | StoreException e) {
      throw e;
    } catch (RuntimeException damaged) {
      return Optional.empty();
    }
  }

  /** The level under an invocation, or the top one, of what was reached. */
  static View level(
      Asked asked,
      long execution,
      long under,
      Hits hits,
      int fromHit,
      Reached reached,
      boolean live) {
    Masking masking = new Masking(asked.store());
    List<Placed> placed = new ArrayList<>();
    Set<Long> parents = reached.parents();
    Map<Long, NodeRecord> nodes = new HashMap<>();
    List<InvocationRecord> found = new ArrayList<>();
    long next = reached.next();
    long last = 0;
    for (Legible<InvocationRecord> row : reached.rows()) {
      InvocationRecord invocation = row.row();
      boolean belongs =
          invocation == null
              ? under == 0 // nobody can say where it belongs
              : isUnder(invocation, under, execution);
      if (!belongs) {
        continue;
      }
      if (placed.size() + found.size() == LEVEL) {
        next = last;
        break;
      }
      last = row.id();
      if (invocation == null) {
        placed.add(new Placed(Long.MAX_VALUE, Branch.unreadable(row, false)));
      } else {
        found.add(invocation);
      }
    }
    boolean all = next == 0;
    if (!all) {
      Legible.nodes(asked.store(), found.stream().map(InvocationRecord::id).toList()).stream()
          .flatMap(node -> Optional.ofNullable(node.row()).stream())
          .forEach(node -> nodes.put(node.id(), node));
    }
    for (InvocationRecord invocation : found) {
      boolean opens =
          parents.contains(invocation.id())
              || invocation.hits().size() > 0
              || (reached.next() > 0 && mayHaveMore(invocation, nodes.get(invocation.id())));
      placed.add(new Placed(invocation.position(), Branch.of(masking, invocation, opens)));
    }
    long nextHit = 0;
    if (all) {
      int to = Math.min(hits.size(), fromHit + Math.max(0, LEVEL - placed.size()));
      placed.addAll(taken(asked, masking, hits, fromHit, to));
      nextHit = to < hits.size() ? to : 0;
    }
    if (all && nextHit == 0 && fromHit == 0) {
      placed.sort(Comparator.comparingLong(Placed::position));
    }
    return new View(
        Shown.id(execution),
        Shown.id(under),
        "",
        placed.stream().map(Placed::branch).toList(),
        next,
        nextHit,
        live);
  }

  private record Placed(long position, Branch branch) {}

  private static boolean isUnder(InvocationRecord invocation, long under, long execution) {
    // An ordered expression is an invocation and an execution of the same id.
    return under == 0
        ? invocation.parent() == 0
        : invocation.parent() == under && invocation.id() != execution;
  }

  private static boolean mayHaveMore(InvocationRecord invocation, @Nullable NodeRecord node) {
    return node == null
        || invocation.queue() != null
        || node.result() == null
        || node.expression() != null
        || node.children().length > 0;
  }

  private static List<Placed> taken(Asked asked, Masking masking, Hits hits, int from, int to) {
    List<Placed> placed = new ArrayList<>();
    if (from >= to) {
      return placed;
    }
    List<Long> ids =
        LongStream.of(hits.nodes()).skip(from).limit((long) to - from).boxed().toList();
    Map<Long, Branch> branches = branches(asked, masking, ids);
    for (int i = 0; i < ids.size(); i++) {
      Branch branch = branches.get(ids.get(i));
      if (branch != null) {
        long[] positions = hits.positions();
        placed.add(new Placed(from + i < positions.length ? positions[from + i] : 0, branch));
      }
    }
    return placed;
  }

  private static View underCall(Asked asked, long execution, long call, int from) {
    Masking masking = new Masking(asked.store());
    List<Legible<NodeRecord>> found = Legible.nodes(asked.store(), List.of(call));
    if (found.isEmpty()) {
      throw Refused.notFound("There is no call " + Shown.id(call) + " on record to look under.");
    }
    NodeRecord node = found.get(0).row();
    long[] children = node == null ? new long[0] : node.children();
    List<Long> ids = LongStream.of(children).skip(from).limit(LEVEL).boxed().toList();
    Map<Long, Branch> branches = branches(asked, masking, ids);
    long to = from + (long) ids.size();
    return new View(
        Shown.id(execution),
        "",
        Shown.id(call),
        ids.stream().flatMap(id -> Optional.ofNullable(branches.get(id)).stream()).toList(),
        0,
        to < children.length ? to : 0,
        false);
  }

  private static Map<Long, Branch> branches(Asked asked, Masking masking, List<Long> ids) {
    Map<Long, Branch> branches = new HashMap<>();
    for (Legible<NodeRecord> read :
        Legible.nodes(asked.store(), ids.stream().distinct().toList())) {
      NodeRecord node = read.row();
      branches.put(
          read.id(), node == null ? Branch.unreadable(read, true) : Branch.of(masking, node));
    }
    return branches;
  }
}
