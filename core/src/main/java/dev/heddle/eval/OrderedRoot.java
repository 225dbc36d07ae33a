package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.HeddleException;
import dev.heddle.RunOptions;
import dev.heddle.store.CallNode;
import dev.heddle.store.Change;
import dev.heddle.store.Claimed;
import dev.heddle.store.ExecutionState;
import dev.heddle.store.Submission;
import dev.heddle.store.TaskSet;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Codec;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import dev.heddle.value.StoredValue;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The root of a claimed invocation: the execution has its id and its epoch. Ordering work does it,
 * so the body of an ordered task runs even if its result is on record; what it asks for lazily is
 * reused.
 */
final class OrderedRoot implements EvaluationRoot {
  private final Claimed claimed;
  private final Conclusion conclusion;
  private final Engine engine;
  private @Nullable Codec declared;

  OrderedRoot(Claimed claimed, Conclusion conclusion, Engine engine) {
    this.claimed = claimed;
    this.conclusion = conclusion;
    this.engine = engine;
  }

  private Submission submission() {
    return claimed.submission();
  }

  @Override
  public RunOptions options() {
    return RunOptions.DEFAULT;
  }

  @Override
  public Flat flat() {
    Flat flat = submission().expression() == null ? call() : expression();
    declared = OrderedExpression.result(flat, engine.codecs);
    return flat;
  }

  private Flat expression() {
    return engine
        .format
        .read(java.util.Objects.requireNonNull(submission().expression()), null)
        .orElseThrow(
            () ->
                new HeddleException(
                    "The ordered expression of task "
                        + submission().task().name()
                        + " does not fit the code of this worker: a task in it is gone, or takes"
                        + " other parameters now. Order it again."));
  }

  private Flat call() {
    TaskDef task =
        engine
            .tasks
            .byName(submission().task().name())
            .orElseThrow(
                () -> new HeddleException("There is no task " + submission().task().name()));
    List<StoredValue> arguments = submission().arguments();
    if (arguments.size() != task.arity()) {
      throw Carrying.otherParameters(task, submission().task(), arguments.size());
    }
    Flat.Node[] nodes = new Flat.Node[arguments.size() + 1];
    int[] places = new int[arguments.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
      nodes[i] = new Flat.Constant(new Val.Recorded(task.parameter(i), arguments.get(i)));
    }
    nodes[places.length] = new Flat.CallTo(task, places, Cache.NONE);
    return new Flat(nodes);
  }

  @Override
  public String label() {
    return submission().task().name();
  }

  @Override
  public long execution() {
    return submission().id();
  }

  @Override
  public long epoch() {
    return claimed.epoch();
  }

  @Override
  public Adoption adoption() {
    // A planned retry makes new calls; what may be reused is found by its key.
    return claimed.epoch() > 1 && claimed.attempt() == 1
        ? Adoption.of(engine.store, execution())
        : Adoption.NONE;
  }

  @Override
  public @Nullable Codec declared() {
    return declared;
  }

  @Override
  public @Nullable StoredValue recorded(Val value) {
    Codec codec = declared;
    if (codec == null) {
      return null;
    }
    return codec == engine.codecs.selfDescribed()
        ? engine.codecs.ofValue(value.get()).encode(value.get())
        : value.as(codec);
  }

  @Override
  public List<Change> end(
      Change.ExecutionEnded ended, Frame.Children children, @Nullable Throwable error) {
    StoredValue result = ended.result();
    boolean succeeded = ended.state() == ExecutionState.SUCCEEDED && result != null;
    return conclusion.of(
        ended, succeeded ? node(java.util.Objects.requireNonNull(result), children) : null, error);
  }

  private CallNode node(StoredValue result, Frame.Children children) {
    long[] nodes = new long[children.size()];
    int n = 0;
    for (int i : children.ordered()) {
      if (children.call(i).node != 0) {
        nodes[n++] = children.call(i).node;
      }
    }
    Hash hash = Hasher.of("CallNode").putHash(submission().key()).putHash(result.hash()).hash();
    return new CallNode(
        result,
        false,
        hash,
        Arrays.copyOf(nodes, n),
        TaskSet.of(List.of(submission().task())),
        1,
        false,
        List.of());
  }
}
