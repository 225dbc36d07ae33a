package dev.heddle.eval;

import dev.heddle.Cache;
import dev.heddle.HeddleException;
import dev.heddle.expr.Assemble;
import dev.heddle.task.InlineSite;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskRegistry;
import dev.heddle.value.Codec;
import dev.heddle.value.Codecs;
import dev.heddle.value.Hash;
import dev.heddle.value.StoredValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of an expression that a task returned: its single reduction. Tasks are stored by
 * name, inline functions as sites of the owning task, constants by the type their consumer
 * declares. Whatever does not fit the code of today any more reads back as empty, which is a miss
 * and not an error.
 */
final class FlatFormat {
  private static final int VERSION = 1;

  private final TaskRegistry tasks;
  private final Codecs codecs;
  private final InlineFunction.Resolver functions;

  FlatFormat(TaskRegistry tasks, Codecs codecs, InlineFunction.Resolver functions) {
    this.tasks = tasks;
    this.codecs = codecs;
    this.functions = functions;
  }

  /** An expression with its constants recorded, and its bytes. */
  record Written(Flat flat, byte[] bytes) {}

  /**
   * Writes an expression; its constants become recorded values.
   *
   * @param owner the task that returned it, or null for one that was ordered from outside any task:
   *     that one can hold no inline function, since there is no code to find it in again
   */
  Written write(Flat flat, @Nullable TaskDef owner) {
    @Nullable Type[] expected = ExpectedTypes.of(flat, owner == null ? null : owner.resultType());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Flat.Node[] nodes = flat.nodes().clone();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(nodes.length);
      for (int i = 0; i < nodes.length; i++) {
        if (nodes[i] instanceof Flat.Constant constant) {
          nodes[i] = record(constant, expected[i], owner);
        }
        write(out, nodes[i], owner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Written(new Flat(nodes), bytes.toByteArray());
  }

  private Flat.Constant record(
      Flat.Constant constant, @Nullable Type type, @Nullable TaskDef owner) {
    Object value = constant.value().get();
    Codec codec;
    if (type == null) {
      codec = codecs.ofValue(value);
    } else {
      codec = codecs.of(type, "a constant in " + describe(owner));
      if (type instanceof ExpectedTypes.ListOf && ExpectedTypes.isSpreadable(value)) {
        List<@Nullable Object> items = new ArrayList<>();
        Val.spread(constant.value()).forEach(item -> items.add(item.get()));
        value = items;
      }
    }
    return new Flat.Constant(new Val.Recorded(codec, codec.encode(value)));
  }

  private static String describe(@Nullable TaskDef owner) {
    return owner == null
        ? "an expression that was ordered"
        : "the expression that " + owner.name() + " returned";
  }

  private void write(DataOutputStream out, Flat.Node node, @Nullable TaskDef owner)
      throws IOException {
    if (node instanceof Flat.Constant constant) {
      Val.Recorded value = (Val.Recorded) constant.value();
      out.writeByte(0);
      out.writeUTF(value.codec().signature());
      byte[] hash = value.stored().hash().toBytes();
      out.write(hash);
      out.writeInt(value.stored().bytes().length);
      out.write(value.stored().bytes());
    } else if (node instanceof Flat.CallTo call) {
      out.writeByte(1);
      out.writeUTF(call.task().name());
      indices(out, call.arguments());
      out.writeUTF(name(call.wanted()));
    } else if (node instanceof Flat.Spread each) {
      out.writeByte(2);
      out.writeUTF(each.task().name());
      indices(out, each.arguments());
      out.writeInt(each.from());
      out.writeInt(each.to());
      out.writeUTF(name(each.wanted()));
    } else if (node instanceof Flat.Assembled assembled) {
      writeAssembled(out, assembled, owner);
    } else if (node instanceof Flat.Function function) {
      out.writeByte(4);
      indices(out, function.sources());
      bound(out, function.function(), owner);
      out.writeBoolean(function.flatten());
    } else if (node instanceof Flat.Choice choice) {
      out.writeByte(5);
      out.writeInt(choice.condition());
      out.writeInt(choice.then());
      out.writeInt(choice.otherwise());
    } else if (node instanceof Flat.Rescue rescue) {
      out.writeByte(6);
      out.writeInt(rescue.body());
      strings(out, rescue.errors());
      bound(out, rescue.recovery(), owner);
      out.writeBoolean(rescue.flatten());
    } else if (node instanceof Flat.Outcomes outcomes) {
      out.writeByte(7);
      out.writeInt(outcomes.parts());
      strings(out, outcomes.errors());
    } else if (node instanceof Flat.Sequence sequence) {
      out.writeByte(8);
      indices(out, sequence.parts());
    } else {
      throw new HeddleException(
          describe(owner)
              + " belongs to another evaluation; build it inside the task that returns it.");
    }
  }

  /** The class of an array or record is found again in the owning task's code, by its site. */
  private void writeAssembled(DataOutputStream out, Flat.Assembled node, @Nullable TaskDef owner)
      throws IOException {
    out.writeByte(3);
    out.writeUTF(node.kind().name());
    indices(out, node.parts());
    Class<?> detail = node.detail();
    out.writeUTF(detail == null ? "" : detail.getName());
    if (detail != null && permitted(detail.getName(), owner).orElse(null) != detail) {
      throw new HeddleException(
          describe(owner)
              + " builds "
              + detail.getName()
              + ", a class that the code of its tasks does not mention; make the building a task.");
    }
  }

  private Optional<Class<?>> permitted(String name, @Nullable TaskDef owner) {
    return owner == null ? tasks.permittedClass(name) : owner.permittedClass(name);
  }

  private static void bound(DataOutputStream out, Flat.Bound bound, @Nullable TaskDef owner)
      throws IOException {
    InlineFunction.Body body = bound.function().body();
    if (owner == null) {
      throw new HeddleException(
          "An expression that is ordered can hold no inline function ("
              + body.owner()
              + "."
              + body.name()
              + "): whoever carries it out has to find its code again. Nothing was ordered. Return"
              + " the expression from a @Task method, and order that.");
    }
    Optional<InlineSite> site =
        owner.site(body.owner(), body.name(), body.descriptor(), body.kind());
    if (site.isEmpty()) {
      throw new HeddleException(
          "The inline function "
              + body.owner()
              + "."
              + body.name()
              + " is not part of the code of task "
              + owner.name()
              + ", so it can't be found again from a record. Make it a task, or write it inside the"
              + " task.");
    }
    out.writeInt(site.get().number());
    out.write(site.get().bodyHash().toBytes());
    indices(out, bound.captures());
    for (boolean asExpr : bound.asExpr()) {
      out.writeBoolean(asExpr);
    }
  }

  /** Reads an expression back, with the owner it had; empty if the code has moved on. */
  Optional<Flat> read(byte[] bytes, @Nullable TaskDef owner) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return Optional.empty();
      }
      Flat.Node[] nodes = new Flat.Node[size(in)];
      for (int i = 0; i < nodes.length; i++) {
        nodes[i] = read(in, owner);
      }
      type(nodes, owner);
      return Optional.of(new Flat(nodes));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private Flat.Node read(DataInputStream in, @Nullable TaskDef owner) throws IOException {
    return switch (in.readByte()) {
      case 0 -> new Flat.Constant(new Val.Unread(in.readUTF(), stored(in)));
      case 1 -> {
        TaskDef task = task(in.readUTF());
        int[] arguments = indices(in);
        if (arguments.length != task.arity()) {
          throw new Stale();
        }
        yield new Flat.CallTo(task, arguments, cache(in.readUTF()));
      }
      case 2 -> {
        TaskDef task = task(in.readUTF());
        int[] arguments = indices(in);
        if (arguments.length != task.arity()) {
          throw new Stale();
        }
        yield new Flat.Spread(task, arguments, in.readInt(), in.readInt(), cache(in.readUTF()));
      }
      case 3 -> {
        Assemble.Kind kind = Assemble.Kind.valueOf(in.readUTF());
        int[] parts = indices(in);
        String detail = in.readUTF();
        yield new Flat.Assembled(
            kind,
            parts,
            detail.isEmpty() ? null : permitted(detail, owner).orElseThrow(Stale::new));
      }
      case 4 -> new Flat.Function(indices(in), bound(in, owner), in.readBoolean());
      case 5 -> new Flat.Choice(in.readInt(), in.readInt(), in.readInt());
      case 6 -> new Flat.Rescue(in.readInt(), strings(in), bound(in, owner), in.readBoolean());
      case 7 -> new Flat.Outcomes(in.readInt(), strings(in));
      case 8 -> new Flat.Sequence(indices(in));
      default -> throw new Stale();
    };
  }

  /** What the call asked for. What its task says of reuse is read off the task of today. */
  private static String name(@Nullable Cache wanted) {
    return wanted == null ? "" : wanted.name();
  }

  private static @Nullable Cache cache(String name) {
    return name.isEmpty() ? null : Cache.valueOf(name);
  }

  /** Gives each constant the codec its consumer declares today, if that is the one it was under. */
  private void type(Flat.Node[] nodes, @Nullable TaskDef owner) {
    @Nullable Type[] expected =
        ExpectedTypes.of(new Flat(nodes), owner == null ? null : owner.resultType());
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] instanceof Flat.Constant constant) {
        Val.Unread untyped = (Val.Unread) constant.value();
        Type type = expected[i];
        Codec codec =
            type == null ? codecs.selfDescribed() : codecs.of(type, "a recorded constant");
        if (!codec.signature().equals(untyped.signature())) {
          throw new Stale();
        }
        nodes[i] = new Flat.Constant(new Val.Recorded(codec, untyped.stored()));
      }
    }
  }

  /** A count; every counted thing takes a byte at least, so a larger one is not ours. */
  private static int size(DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size < 0 || size > in.available()) {
      throw new Stale();
    }
    return size;
  }

  private TaskDef task(String name) {
    return tasks.byName(name).orElseThrow(Stale::new);
  }

  private Flat.Bound bound(DataInputStream in, @Nullable TaskDef owner) throws IOException {
    if (owner == null) {
      throw new Stale();
    }
    int number = in.readInt();
    Hash bodyHash = Hash.of(in.readNBytes(Hash.LENGTH));
    InlineSite site = owner.site(number).orElseThrow(Stale::new);
    if (!site.bodyHash().equals(bodyHash)) {
      throw new Stale();
    }
    InlineFunction function =
        functions.resolve(
            new InlineFunction.Body(
                site.implClass(), site.implMethod(), site.implDescriptor(), site.implKind()),
            owner.classLoader());
    int[] captures = indices(in);
    boolean[] asExpr = new boolean[captures.length];
    for (int i = 0; i < asExpr.length; i++) {
      asExpr[i] = in.readBoolean();
    }
    return new Flat.Bound(function, captures, asExpr);
  }

  private static StoredValue stored(DataInputStream in) throws IOException {
    Hash hash = Hash.of(in.readNBytes(Hash.LENGTH));
    return new StoredValue(hash, in.readNBytes(size(in)));
  }

  private static void indices(DataOutputStream out, int[] indices) throws IOException {
    out.writeInt(indices.length);
    for (int index : indices) {
      out.writeInt(index);
    }
  }

  private static int[] indices(DataInputStream in) throws IOException {
    int[] indices = new int[size(in)];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = in.readInt();
    }
    return indices;
  }

  private static void strings(DataOutputStream out, List<String> strings) throws IOException {
    out.writeInt(strings.size());
    for (String string : strings) {
      out.writeUTF(string);
    }
  }

  private static List<String> strings(DataInputStream in) throws IOException {
    int n = size(in);
    List<String> strings = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      strings.add(in.readUTF());
    }
    return strings;
  }

  /** The record does not fit the code of today. */
  private static final class Stale extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stale() {
      super(null, null, false, false);
    }
  }
}
