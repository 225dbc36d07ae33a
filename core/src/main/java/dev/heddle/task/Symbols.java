package dev.heddle.task;

import dev.heddle.task.MemberScan.InlineBody;
import dev.heddle.task.MemberScan.LinkedTask;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Puts the classes, members and constants that instructions name: by name what has one, by content
 * what a compiler named.
 */
final class Symbols {
  private static final int NAMED = 0;
  private static final int LOCAL = 1;
  private static final int PLACED = 2;
  private static final int TASK = 3;
  private static final String LAZY = "dev/heddle/Lazy$";
  private static final String LAMBDA_FACTORY = "java/lang/invoke/LambdaMetafactory";

  private static final Set<String> OF_OBJECT =
      Set.of(
          "equals(Ljava/lang/Object;)Z",
          "hashCode()I",
          "toString()Ljava/lang/String;",
          "getClass()Ljava/lang/Class;",
          "notify()V",
          "notifyAll()V",
          "wait()V",
          "wait(J)V",
          "wait(JI)V");

  private final ProgramClasses program;
  private final PlaceContents contents = new PlaceContents();

  Symbols(ProgramClasses program) {
    this.program = program;
  }

  /** A class or array, as type instructions name it. */
  void putType(MemberScan.Builder out, String internalName) {
    if (internalName.startsWith("[")) {
      putDescriptor(out, internalName);
    } else if (program.isLocal(internalName)) {
      out.hasher.putByte(LOCAL);
      contents.put(out, internalName, () -> localClass(internalName));
    } else {
      out.classes.add(internalName);
      out.hasher.putByte(NAMED).putString(internalName);
    }
  }

  /** A field or method descriptor. */
  void putDescriptor(MemberScan.Builder out, String descriptor) {
    if (!ProgramClasses.mayNameLocal(descriptor)) {
      out.hasher.putByte(NAMED).putString(descriptor);
      return;
    }
    out.hasher.putByte(LOCAL);
    Type type = Type.getType(descriptor);
    if (type.getSort() == Type.METHOD) {
      out.hasher.putInt(type.getArgumentTypes().length);
      for (Type argument : type.getArgumentTypes()) {
        putTypeOf(out, argument);
      }
      putTypeOf(out, type.getReturnType());
    } else {
      out.hasher.putInt(-1);
      putTypeOf(out, type);
    }
  }

  private void putTypeOf(MemberScan.Builder out, Type type) {
    int dimensions = type.getSort() == Type.ARRAY ? type.getDimensions() : 0;
    out.hasher.putByte(dimensions);
    ProgramClasses.className(type)
        .ifPresentOrElse(
            name -> putType(out, name),
            () -> {
              Type element = dimensions > 0 ? type.getElementType() : type;
              out.hasher.putByte(NAMED).putString(element.getDescriptor());
            });
  }

  void putField(
      MemberScan.Builder out,
      String owner,
      String name,
      String descriptor,
      boolean isStatic,
      boolean read) {
    putType(out, owner);
    boolean local = program.isLocal(owner);
    out.hasher.putString(local ? fieldName(owner, name) : name);
    putDescriptor(out, descriptor);
    if (isStatic && !local && program.isUser(owner) && !name.equals("$assertionsDisabled")) {
      out.reaches.add(
          read
              ? new Reach.StaticRead(owner, name, descriptor)
              : new Reach.StaticWritten(owner, name));
      out.reaches.add(new Reach.Initialised(owner));
    }
  }

  /** A captured variable's field is called after the variable: it counts by its position. */
  private String fieldName(String owner, String name) {
    if (!name.startsWith("val$")) {
      return name;
    }
    int position = 0;
    for (FieldNode field : program.user(owner).orElseThrow().fields) {
      if (field.name.equals(name)) {
        return "val$" + position;
      }
      if (field.name.startsWith("val$")) {
        position++;
      }
    }
    return name;
  }

  void putMethod(
      MemberScan.Builder out,
      String owner,
      String name,
      String descriptor,
      boolean virtual,
      boolean initialises) {
    ClassNode node = owner.startsWith("[") ? null : program.user(owner).orElse(null);
    MethodNode method = node == null ? null : ProgramClasses.method(node, name, descriptor);
    if (node != null && method != null && isPlaced(method)) {
      out.hasher.putByte(PLACED);
      contents.put(out, owner + "." + name + descriptor, () -> body(node, method));
      return;
    }
    out.hasher.putByte(NAMED);
    putType(out, owner);
    out.hasher.putString(name);
    putDescriptor(out, descriptor);
    if (node != null) {
      out.reaches.add(new Reach.Invoked(owner, name, descriptor, virtual));
      if (initialises || name.equals("<init>")) {
        out.reaches.add(new Reach.Initialised(owner));
      }
    }
  }

  void putConstant(MemberScan.Builder out, Object constant) {
    if (constant instanceof Integer number) {
      out.hasher.putByte('I').putInt(number);
    } else if (constant instanceof Long number) {
      out.hasher.putByte('J').putLong(number);
    } else if (constant instanceof Float number) {
      out.hasher.putByte('F').putInt(Float.floatToRawIntBits(number));
    } else if (constant instanceof Double number) {
      out.hasher.putByte('D').putLong(Double.doubleToRawLongBits(number));
    } else if (constant instanceof String text) {
      out.hasher.putByte('S').putString(text);
    } else if (constant instanceof Type type) {
      out.hasher.putByte('T');
      putDescriptor(out, type.getDescriptor());
    } else if (constant instanceof Handle handle) {
      out.hasher.putByte('H');
      putHandle(out, handle);
    } else if (constant instanceof ConstantDynamic dynamic) {
      out.hasher.putByte('C').putString(dynamic.getName());
      putDescriptor(out, dynamic.getDescriptor());
      putHandle(out, dynamic.getBootstrapMethod());
      out.hasher.putInt(dynamic.getBootstrapMethodArgumentCount());
      for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
        putConstant(out, dynamic.getBootstrapMethodArgument(i));
      }
    } else {
      throw new IllegalArgumentException("no such constant: " + constant.getClass());
    }
  }

  private void putHandle(MemberScan.Builder out, Handle handle) {
    int kind = handle.getTag();
    if (kind <= Opcodes.H_PUTSTATIC) {
      boolean isStatic = kind == Opcodes.H_GETSTATIC || kind == Opcodes.H_PUTSTATIC;
      out.hasher.putByte(kind);
      putField(
          out,
          handle.getOwner(),
          handle.getName(),
          handle.getDesc(),
          isStatic,
          kind == Opcodes.H_GETSTATIC);
      return;
    }
    boolean virtual = kind == Opcodes.H_INVOKEVIRTUAL || kind == Opcodes.H_INVOKEINTERFACE;
    out.hasher.putByte(virtual ? Opcodes.H_INVOKEVIRTUAL : kind);
    boolean ofObject =
        kind == Opcodes.H_INVOKEINTERFACE && isOfObject(handle.getName(), handle.getDesc());
    String owner = ofObject ? "java/lang/Object" : handle.getOwner();
    putMethod(out, owner, handle.getName(), handle.getDesc(), virtual, true);
    if (kind == Opcodes.H_NEWINVOKESPECIAL && program.isUser(handle.getOwner())) {
      out.reaches.add(new Reach.Instantiated(handle.getOwner()));
    }
  }

  /** String concatenation, record methods, pattern switches and, above all, lambdas. */
  void putDynamic(MemberScan.Builder out, InvokeDynamicInsnNode at) {
    if (at.bsm.getOwner().equals(LAMBDA_FACTORY)
        && at.bsmArgs.length >= 3
        && at.bsmArgs[1] instanceof Handle implementation) {
      putLambda(out, at, implementation);
      return;
    }
    out.hasher.putByte(NAMED).putString(at.name);
    putDescriptor(out, at.desc);
    putHandle(out, at.bsm);
    out.hasher.putInt(at.bsmArgs.length);
    for (Object argument : at.bsmArgs) {
      putConstant(out, argument);
    }
  }

  private void putLambda(MemberScan.Builder out, InvokeDynamicInsnNode at, Handle body) {
    String target = Type.getReturnType(at.desc).getInternalName();
    if (target.startsWith(LAZY)) {
      Dispatched found = dispatched(body);
      Optional<String> task = found.task();
      out.inlines.add(found.asInline(body));
      if (task.isPresent()) {
        out.hasher.putByte(TASK).putString(task.get());
        putDescriptor(out, at.desc);
        putNamedReceiver(out, at, body);
        out.links.add(new LinkedTask(task.get(), found.link(body)));
        return;
      }
    }
    out.hasher.putByte(LOCAL).putString(at.name);
    putDescriptor(out, at.desc);
    for (int i = 0; i < at.bsmArgs.length; i++) {
      if (i != 1) {
        putConstant(out, at.bsmArgs[i]);
      }
    }
    putHandle(out, body);
    if (program.isUser(target)) {
      out.reaches.add(new Reach.Instantiated(target));
    }
  }

  /**
   * The class before the {@code ::} of an unbound reference: a task that two classes inherit is two
   * tasks, and before javac 18 only the function's type still told which was meant.
   */
  private void putNamedReceiver(MemberScan.Builder out, InvokeDynamicInsnNode at, Handle body) {
    boolean unbound =
        body.getTag() != Opcodes.H_INVOKESTATIC && Type.getArgumentCount(at.desc) == 0;
    if (unbound && at.bsmArgs[2] instanceof Type type && type.getArgumentCount() > 0) {
      putDescriptor(out, type.getArgumentTypes()[0].getDescriptor());
    }
  }

  /** Where a handle's method is declared, as far as that can be seen. */
  private record Dispatched(String owner, Optional<String> task) {
    TaskLink link(Handle body) {
      return new TaskLink(owner, body.getName(), body.getDesc());
    }

    /** As {@link java.lang.invoke.SerializedLambda} will name it. */
    InlineBody asInline(Handle body) {
      int kind = body.getTag();
      boolean virtual = kind == Opcodes.H_INVOKEVIRTUAL || kind == Opcodes.H_INVOKEINTERFACE;
      String named = virtual ? body.getOwner() : owner;
      return new InlineBody(named, body.getName(), body.getDesc(), kind, task.orElse(""));
    }
  }

  private Dispatched dispatched(Handle body) {
    for (String at = body.getOwner(); at != null; ) {
      ClassNode node = program.any(at).orElse(null);
      if (node == null) {
        break;
      }
      MethodNode method = ProgramClasses.method(node, body.getName(), body.getDesc());
      if (method != null) {
        return new Dispatched(at, program.taskName(node, method));
      }
      at = node.superName;
    }
    return new Dispatched(body.getOwner(), Optional.empty());
  }

  /** The code behind a function of {@code Lazy}, as it would be if nothing else were around it. */
  MemberScan inlineBody(InlineBody inline) {
    MemberScan.Builder out = new MemberScan.Builder("inline", inline.owner());
    int kind = inline.kind() == Opcodes.H_INVOKEINTERFACE ? Opcodes.H_INVOKEVIRTUAL : inline.kind();
    putHandle(out, new Handle(kind, inline.owner(), inline.name(), inline.descriptor(), false));
    return out.build();
  }

  /** A class literal may be read reflectively; one of the class it stands in is mostly a label. */
  void reachLiteral(MemberScan.Builder out, ClassNode user, Type literal) {
    String name = ProgramClasses.className(literal).orElse("");
    out.classes.add(name);
    ClassNode node = name.isEmpty() ? null : program.user(name).orElse(null);
    if (node == null) {
      return;
    }
    boolean data = ProgramClasses.has(node.access, Opcodes.ACC_ENUM | Opcodes.ACC_RECORD);
    if (data || !topLevel(user.name).equals(topLevel(name))) {
      out.reaches.add(new Reach.Received(name));
    }
  }

  private static String topLevel(String name) {
    int nested = name.indexOf('$', name.lastIndexOf('/') + 2);
    return nested < 0 ? name : name.substring(0, nested);
  }

  /** Whether a method has no name of its own, so that its content counts where it is used. */
  static boolean isPlaced(MethodNode method) {
    return ProgramClasses.has(method.access, Opcodes.ACC_SYNTHETIC)
        && (method.name.startsWith("lambda$") || method.name.startsWith("access$"));
  }

  /**
   * Whether this is one of the methods that interfaces share with Object. Which of the two a call
   * names depends on the compiler; what it may run is found from the instances.
   */
  static boolean isOfObject(String name, String descriptor) {
    return OF_OBJECT.contains(name + descriptor);
  }

  /** Whether a method is nobody's code: what it does follows from the rest. */
  static boolean isIgnored(MethodNode method) {
    return method.name.equals("$deserializeLambda$")
        || ProgramClasses.has(method.access, Opcodes.ACC_BRIDGE);
  }

  private MemberScan body(ClassNode owner, MethodNode method) {
    MemberScan.Builder out = new MemberScan.Builder("placed", owner.name);
    putDescriptor(out, method.desc);
    new NormalForm(program, this, owner, out).put(method);
    return out.build();
  }

  /** A method or constructor with a name. */
  MemberScan method(ClassNode owner, MethodNode method) {
    MemberScan.Builder out = new MemberScan.Builder("method", owner.name);
    new NormalForm(program, this, owner, out).put(method);
    return out.build();
  }

  private MemberScan localClass(String name) {
    ClassNode node = program.user(name).orElseThrow();
    return new LocalClass(program, this, node).scan();
  }
}
