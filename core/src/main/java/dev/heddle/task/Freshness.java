package dev.heddle.task;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;

/**
 * Data flow of declared types, and of which objects the method itself made: nobody else can have
 * seen those change. In a constructor, the instance is such.
 */
final class Freshness extends BasicInterpreter {
  private static final class Fresh extends BasicValue {
    Fresh(Type type) {
      super(type);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Fresh && super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode() + 1;
    }
  }

  /** Read from a static field of the class, in its initialiser. */
  private static final class Held extends BasicValue {
    private final String field;

    Held(Type type, String field) {
      super(type);
      this.field = field;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Held held && held.field.equals(field) && super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode() + field.hashCode();
    }
  }

  /** What is known of a reference that may be one of two: nothing, and it is equal to no other. */
  private static final BasicValue ANY = new BasicValue(Type.getObjectType("any"));

  private final String owner;
  private final boolean constructor;
  private final boolean initialiser;

  Freshness(ClassNode owner, MethodNode method) {
    super(ASM9);
    this.owner = owner.name;
    this.constructor = method.name.equals("<init>");
    this.initialiser = method.name.equals("<clinit>");
  }

  static boolean isFresh(BasicValue value) {
    return value instanceof Fresh;
  }

  /** A new object of the class. */
  static BasicValue fresh(String internalName) {
    return new Fresh(Type.getObjectType(internalName));
  }

  /** The static field of the initialised class that the value was read from, if any. */
  static @Nullable String heldIn(BasicValue value) {
    return value instanceof Held held ? held.field : null;
  }

  @Override
  public @Nullable BasicValue newValue(@Nullable Type type) {
    boolean reference = type != null && type.getSort() >= Type.ARRAY;
    return reference ? new BasicValue(type) : super.newValue(type);
  }

  @Override
  public BasicValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
    boolean made = constructor && local == 0;
    return made ? new Fresh(type) : super.newParameterValue(isInstanceMethod, local, type);
  }

  @Override
  public BasicValue newOperation(AbstractInsnNode at) throws AnalyzerException {
    if (at.getOpcode() == Opcodes.NEW) {
      return fresh(((TypeInsnNode) at).desc);
    }
    boolean held = initialiser && at instanceof FieldInsnNode read && read.owner.equals(owner);
    BasicValue value = super.newOperation(at);
    return held && value.isReference()
        ? new Held(value.getType(), ((FieldInsnNode) at).name)
        : value;
  }

  @Override
  public @Nullable BasicValue unaryOperation(AbstractInsnNode at, BasicValue value)
      throws AnalyzerException {
    BasicValue result = super.unaryOperation(at, value);
    boolean array = at.getOpcode() == Opcodes.NEWARRAY || at.getOpcode() == Opcodes.ANEWARRAY;
    return array ? new Fresh(result.getType()) : result;
  }

  @Override
  public @Nullable BasicValue binaryOperation(AbstractInsnNode at, BasicValue one, BasicValue other)
      throws AnalyzerException {
    Type array = one.getType();
    boolean element = at.getOpcode() == Opcodes.AALOAD && array.getSort() == Type.ARRAY;
    return element
        ? newValue(Type.getType(array.getDescriptor().substring(1)))
        : super.binaryOperation(at, one, other);
  }

  @Override
  public @Nullable BasicValue naryOperation(AbstractInsnNode at, List<? extends BasicValue> values)
      throws AnalyzerException {
    BasicValue result = super.naryOperation(at, values);
    return at.getOpcode() == Opcodes.MULTIANEWARRAY ? new Fresh(result.getType()) : result;
  }

  @Override
  public BasicValue merge(BasicValue one, BasicValue other) {
    if (one.equals(other) && other.equals(one)) {
      return one;
    }
    return one.isReference() && other.isReference() ? ANY : BasicValue.UNINITIALIZED_VALUE;
  }
}
