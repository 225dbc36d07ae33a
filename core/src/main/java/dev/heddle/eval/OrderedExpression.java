package dev.heddle.eval;

import dev.heddle.ExpressionException;
import dev.heddle.task.TaskDef;
import dev.heddle.value.Codec;
import dev.heddle.value.Codecs;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;

/** An expression in the form in which it is ordered. */
public final class OrderedExpression {
  private final FlatFormat.Written written;
  private final Codecs codecs;

  OrderedExpression(FlatFormat.Written written, Codecs codecs) {
    this.written = written;
    this.codecs = codecs;
  }

  /** Its recorded form. */
  public byte[] bytes() {
    return written.bytes();
  }

  /** What stands for its call key. */
  public Hash hash() {
    return Hasher.of("Expression").putBytes(written.bytes()).hash();
  }

  /**
   * The task it stands in a queue for: the one its value comes from, or the first in it.
   *
   * @throws ExpressionException if there is none
   */
  public TaskDef task() {
    Flat.Node[] nodes = written.flat().nodes();
    if (nodes[written.flat().root()] instanceof Flat.CallTo root) {
      return root.task();
    }
    for (Flat.Node node : nodes) {
      if (node instanceof Flat.CallTo call) {
        return call.task();
      } else if (node instanceof Flat.Spread each) {
        return each.task();
      }
    }
    throw new ExpressionException(
        "an expression without a task can't be ordered: no worker would be the one to take it");
  }

  /** How its value is recorded. */
  public Codec result() {
    return result(written.flat(), codecs);
  }

  static Codec result(Flat flat, Codecs codecs) {
    return flat.nodes()[flat.root()] instanceof Flat.CallTo root
        ? root.task().result()
        : codecs.selfDescribed();
  }
}
