package dev.heddle.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Attribute;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.RecordComponentVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Moves the bodies of methods aside, as they are, and leaves a call of them in their place: so that
 * a {@code synchronized} one takes its lock where the body runs, and not where a caller waits.
 * Marks the class as woven, and as direct tasks the methods that only the configuration names.
 *
 * @param methods whose bodies move
 * @param unmarked those of them without the annotation
 */
record MovedBodies(Set<MethodId> methods, Set<MethodId> unmarked) implements AsmVisitorWrapper {
  /** Ends the name of a moved body; the code hash finds it by this. */
  static final String SUFFIX = "$heddle$body";

  static final String WOVEN = "Ldev/heddle/task/Woven;";
  static final String DIRECT_TASK = "Ldev/heddle/DirectTask;";

  @Override
  public int mergeWriter(int flags) {
    return flags;
  }

  @Override
  public int mergeReader(int flags) {
    return flags;
  }

  @Override
  public ClassVisitor wrap(
      TypeDescription type,
      ClassVisitor out,
      Implementation.Context context,
      TypePool pool,
      FieldList<FieldDescription.InDefinedShape> fields,
      MethodList<?> declared,
      int writerFlags,
      int readerFlags) {
    return new Classes(out);
  }

  /** Splits each method in two. */
  private final class Classes extends ClassVisitor {
    private String owner = "";
    private boolean isInterface;
    private boolean marked;

    Classes(ClassVisitor out) {
      super(OpenedClassReader.ASM_API, out);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String parent,
        String @Nullable [] interfaces) {
      owner = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(raised(version), access, name, signature, parent, interfaces);
    }

    /**
     * Before Java 5 the JVM sees no annotations and no class constants in a class file. Every code
     * that was allowed then is allowed in one of Java 5; so are subroutines, up to Java 6.
     */
    private static int raised(int version) {
      int major = version & 0xFFFF; // the minor one is above it
      return major < Opcodes.V1_5 ? Opcodes.V1_5 : version;
    }

    /** Annotations come before members. */
    private void mark() {
      if (!marked) {
        marked = true;
        AnnotationVisitor mark = super.visitAnnotation(WOVEN, true);
        if (mark != null) {
          mark.visitEnd();
        }
      }
    }

    @Override
    public void visitNestMember(String member) {
      mark();
      super.visitNestMember(member);
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
      mark();
      super.visitPermittedSubclass(subclass);
    }

    @Override
    public void visitInnerClass(
        String name, @Nullable String outer, @Nullable String inner, int access) {
      mark();
      super.visitInnerClass(name, outer, inner, access);
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
        String name, String descriptor, @Nullable String signature) {
      mark();
      return super.visitRecordComponent(name, descriptor, signature);
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      mark();
      return super.visitField(access, name, descriptor, signature, value);
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      mark();
      MethodId id = new MethodId(name, descriptor);
      if (!methods.contains(id)) {
        return super.visitMethod(access, name, descriptor, signature, exceptions);
      }
      int kept = Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT;
      MethodVisitor door =
          super.visitMethod(
              access & ~(Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_STRICT),
              name,
              descriptor,
              signature,
              exceptions);
      MethodVisitor body =
          super.visitMethod(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC | (access & kept),
              name + SUFFIX,
              descriptor,
              null,
              exceptions);
      if (unmarked.contains(id)) {
        AnnotationVisitor mark = door.visitAnnotation(DIRECT_TASK, true);
        if (mark != null) {
          mark.visitEnd();
        }
      }
      return new Bodies(body, new Door(door, owner, isInterface, access, id));
    }

    @Override
    public void visitEnd() {
      mark();
      super.visitEnd();
    }
  }

  /** A local variable that is a parameter: its name is asked for by reflection. */
  private record Named(String name, String descriptor, @Nullable String signature, int index) {}

  /** The code goes to the body, everything else to the door. */
  private static final class Bodies extends MethodVisitor {
    private final Door door;

    Bodies(MethodVisitor body, Door door) {
      super(OpenedClassReader.ASM_API, body);
      this.door = door;
    }

    @Override
    public void visitParameter(@Nullable String name, int access) {
      door.out.visitParameter(name, access);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return door.out.visitAnnotation(descriptor, visible);
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int reference, @Nullable TypePath path, String descriptor, boolean visible) {
      return door.out.visitTypeAnnotation(reference, path, descriptor, visible);
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {
      door.out.visitAnnotableParameterCount(count, visible);
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      return door.out.visitParameterAnnotation(parameter, descriptor, visible);
    }

    @Override
    public void visitAttribute(Attribute attribute) {
      door.out.visitAttribute(attribute);
    }

    @Override
    public void visitLineNumber(int line, Label start) {
      door.line = door.line == 0 ? line : door.line;
      super.visitLineNumber(line, start);
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int index) {
      if (index < door.size() && door.named.stream().noneMatch(n -> n.index == index)) {
        door.named.add(new Named(name, descriptor, signature, index));
      }
      super.visitLocalVariable(name, descriptor, signature, start, end, index);
    }

    @Override
    public void visitEnd() {
      super.visitEnd();
      door.write();
    }
  }

  /** What stands in a body's place: a call of it. */
  private static final class Door {
    private final MethodVisitor out;
    private final String owner;
    private final boolean isInterface;
    private final boolean isStatic;
    private final MethodId id;
    private final List<Named> named = new ArrayList<>();
    private int line;

    Door(MethodVisitor out, String owner, boolean isInterface, int access, MethodId id) {
      this.out = out;
      this.owner = owner;
      this.isInterface = isInterface;
      this.isStatic = (access & Opcodes.ACC_STATIC) != 0;
      this.id = id;
    }

    /** The slots of its parameters, the receiver among them. */
    int size() {
      return (Type.getArgumentsAndReturnSizes(id.descriptor()) >> 2) - (isStatic ? 1 : 0);
    }

    void write() {
      Label start = new Label();
      Label end = new Label();
      out.visitCode();
      out.visitLabel(start);
      if (line > 0) {
        out.visitLineNumber(line, start);
      }
      int slot = 0;
      if (!isStatic) {
        out.visitVarInsn(Opcodes.ALOAD, slot++);
      }
      for (Type parameter : Type.getArgumentTypes(id.descriptor())) {
        out.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), slot);
        slot += parameter.getSize();
      }
      out.visitMethodInsn(
          isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
          owner,
          id.name() + SUFFIX,
          id.descriptor(),
          isInterface);
      Type result = Type.getReturnType(id.descriptor());
      out.visitInsn(result.getOpcode(Opcodes.IRETURN));
      out.visitLabel(end);
      for (Named local : named) {
        out.visitLocalVariable(
            local.name, local.descriptor, local.signature, start, end, local.index);
      }
      out.visitMaxs(Math.max(slot, result.getSize()), slot);
      out.visitEnd();
    }
  }
}
