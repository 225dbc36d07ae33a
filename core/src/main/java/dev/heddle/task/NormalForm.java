package dev.heddle.task;

import dev.heddle.task.MemberScan.LinkedTask;
import dev.heddle.value.Hasher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Puts instructions into a digest in a form that does not depend on debug data, on the order of
 * constants, on names that a compiler made up, or on how it numbers things; and notes what they
 * reach.
 */
final class NormalForm {
  private static final int LABEL = 0x100;
  private static final int TASK_REF = 0x101;
  private static final int SWITCH = 0x102;
  private static final int ENUM_SWITCH = 0x103;
  private static final int HANDLERS = 0x104;
  private static final String TASK_REF_TYPE = "dev/heddle/TaskRef";
  private static final String TASK_REF_OF = "(Ljava/lang/Class;Ljava/lang/String;)";
  private static final String TASK_REF_OF_MORE =
      "(Ljava/lang/Class;Ljava/lang/String;[Ljava/lang/Object;)";

  private final ProgramClasses program;
  private final Symbols symbols;
  private final ClassNode owner;
  private final MemberScan.Builder out;
  private final Map<LabelNode, Integer> labels = new HashMap<>();

  NormalForm(ProgramClasses program, Symbols symbols, ClassNode owner, MemberScan.Builder out) {
    this.program = program;
    this.symbols = symbols;
    this.owner = owner;
    this.out = out;
  }

  /** Puts a whole method: what it is and its code, but not its name. */
  void put(MethodNode method) {
    int kept =
        Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED | Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT;
    out.hasher.putInt(method.access & kept);
    List<AbstractInsnNode> code = new ArrayList<>();
    method.instructions.forEach(code::add);
    List<TryCatchBlockNode> handlers =
        method.tryCatchBlocks == null ? List.of() : method.tryCatchBlocks;
    put(code, handlers, method.name.equals("<init>"));
  }

  /** Puts a run of instructions with the handlers that guard it. */
  void put(List<AbstractInsnNode> code, List<TryCatchBlockNode> handlers, boolean constructor) {
    numberLabels(code, handlers);
    EnumSwitches enums = new EnumSwitches(program, code);
    for (int i = 0; i < code.size(); i++) {
      AbstractInsnNode at = code.get(i);
      if (at instanceof LabelNode label) {
        if (labels.containsKey(label)) {
          op(LABEL).putInt(label(label));
        }
      } else if (at.getOpcode() > Opcodes.NOP && !enums.drops(at)) {
        if (constructor && isOuterInstance(at)) {
          i += 2; // javac keeps the outer instance, or leaves it out when unused, as its version
          // says
        } else if (putTaskReference(at)) {
          i += 1; // the name
        } else if (at instanceof LookupSwitchInsnNode || at instanceof TableSwitchInsnNode) {
          putSwitch(at, enums.names(at));
        } else if (EnumSwitches.isMap(at)) {
          op(ENUM_SWITCH).putString(String.valueOf(enums.mapped((FieldInsnNode) at)));
        } else {
          putInstruction(at);
        }
      }
    }
    op(HANDLERS).putInt(handlers.size());
    for (TryCatchBlockNode handler : handlers) {
      out.hasher.putInt(label(handler.start)).putInt(label(handler.end));
      out.hasher.putInt(label(handler.handler));
      symbols.putType(out, handler.type == null ? "" : handler.type);
    }
  }

  private Hasher op(int code) {
    return out.hasher.putByte(code >>> 8).putByte(code);
  }

  private void putInstruction(AbstractInsnNode at) {
    if (at instanceof MethodInsnNode call
        && at.getOpcode() == Opcodes.INVOKEINTERFACE
        && Symbols.isOfObject(call.name, call.desc)) {
      op(Opcodes.INVOKEVIRTUAL); // as javac wrote it up to 17
      symbols.putMethod(out, "java/lang/Object", call.name, call.desc, true, false);
      return;
    }
    op(at.getOpcode());
    if (at instanceof VarInsnNode variable) {
      out.hasher.putInt(variable.var);
    } else if (at instanceof IincInsnNode step) {
      out.hasher.putInt(step.var).putInt(step.incr);
    } else if (at instanceof IntInsnNode push) {
      out.hasher.putInt(push.operand);
    } else if (at instanceof JumpInsnNode jump) {
      out.hasher.putInt(label(jump.label));
    } else if (at instanceof LdcInsnNode constant) {
      if (constant.cst instanceof Type type && type.getSort() != Type.METHOD) {
        symbols.reachLiteral(out, owner, type);
      }
      symbols.putConstant(out, constant.cst);
    } else if (at instanceof TypeInsnNode type) {
      symbols.putType(out, type.desc);
      if (at.getOpcode() == Opcodes.NEW && program.isUser(type.desc)) {
        out.reaches.add(new Reach.Instantiated(type.desc));
      }
    } else if (at instanceof FieldInsnNode field) {
      boolean isStatic = at.getOpcode() == Opcodes.GETSTATIC || at.getOpcode() == Opcodes.PUTSTATIC;
      boolean read = at.getOpcode() == Opcodes.GETSTATIC;
      symbols.putField(out, field.owner, field.name, field.desc, isStatic, read);
    } else if (at instanceof MethodInsnNode call) {
      boolean virtual =
          at.getOpcode() == Opcodes.INVOKEVIRTUAL || at.getOpcode() == Opcodes.INVOKEINTERFACE;
      boolean initialises = at.getOpcode() == Opcodes.INVOKESTATIC;
      symbols.putMethod(out, call.owner, call.name, call.desc, virtual, initialises);
    } else if (at instanceof InvokeDynamicInsnNode dynamic) {
      symbols.putDynamic(out, dynamic);
    } else if (at instanceof MultiANewArrayInsnNode array) {
      symbols.putDescriptor(out, array.desc);
      out.hasher.putInt(array.dims);
    }
  }

  /** Switches of both encodings look alike; keys that go to the default are not kept. */
  private void putSwitch(AbstractInsnNode at, @Nullable Map<Integer, String> names) {
    TreeMap<Integer, LabelNode> targets = new TreeMap<>();
    LabelNode otherwise;
    if (at instanceof TableSwitchInsnNode table) {
      otherwise = table.dflt;
      for (int i = 0; i < table.labels.size(); i++) {
        targets.put(table.min + i, table.labels.get(i));
      }
    } else {
      LookupSwitchInsnNode lookup = (LookupSwitchInsnNode) at;
      otherwise = lookup.dflt;
      for (int i = 0; i < lookup.labels.size(); i++) {
        targets.put(lookup.keys.get(i), lookup.labels.get(i));
      }
    }
    TreeMap<String, Integer> byName = new TreeMap<>();
    targets.forEach(
        (key, target) -> {
          if (target != otherwise) {
            String name = names == null ? null : names.get(key);
            byName.put(name == null ? String.format("#%08x", key) : name, label(target));
          }
        });
    op(names == null ? SWITCH : ENUM_SWITCH).putInt(label(otherwise)).putInt(byName.size());
    byName.forEach((name, target) -> out.hasher.putString(name).putInt(target));
  }

  /** {@code TaskRef.of(Owner.class, "name", …)} with constants refers to a task by name. */
  private boolean putTaskReference(AbstractInsnNode at) {
    if (!(at instanceof LdcInsnNode type
        && type.cst instanceof Type literal
        && literal.getSort() == Type.OBJECT
        && at.getNext() instanceof LdcInsnNode text
        && text.cst instanceof String name
        && beginsArguments(text.getNext()))) {
      return false;
    }
    ClassNode tasks = program.any(literal.getInternalName()).orElse(null);
    if (tasks == null) {
      return false;
    }
    for (MethodNode method : tasks.methods) {
      Optional<String> task = program.taskName(tasks, method);
      if (task.isPresent() && (method.name.equals(name) || task.get().equals(name))) {
        op(TASK_REF).putString(task.get());
        out.classes.add(tasks.name);
        out.links.add(
            new LinkedTask(task.get(), new TaskLink(tasks.name, method.name, method.desc)));
        return true;
      }
    }
    return false;
  }

  /** Whether {@code TaskRef.of} is called here, or an array of further arguments made for it. */
  private static boolean beginsArguments(@Nullable AbstractInsnNode next) {
    if (next == null || isTaskRefOf(next, TASK_REF_OF)) {
      return next != null;
    }
    if (!(next.getNext() instanceof TypeInsnNode array)) {
      return false;
    }
    if (array.getOpcode() != Opcodes.ANEWARRAY || !array.desc.equals("java/lang/Object")) {
      return false;
    }
    for (AbstractInsnNode at = array; at != null; at = at.getNext()) {
      if (isTaskRefOf(at, TASK_REF_OF_MORE)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTaskRefOf(AbstractInsnNode at, String parameters) {
    return at instanceof MethodInsnNode call
        && call.owner.equals(TASK_REF_TYPE)
        && call.name.equals("of")
        && call.desc.startsWith(parameters);
  }

  /** Whether {@code this.this$0 = outer} begins here, with a field the compiler made. */
  private boolean isOuterInstance(AbstractInsnNode at) {
    if (at.getOpcode() == Opcodes.ALOAD
        && ((VarInsnNode) at).var == 0
        && at.getNext() instanceof VarInsnNode outer
        && outer.getOpcode() == Opcodes.ALOAD
        && outer.getNext() instanceof FieldInsnNode store
        && store.getOpcode() == Opcodes.PUTFIELD
        && store.owner.equals(owner.name)
        && store.name.startsWith("this$")) {
      FieldNode field = ProgramClasses.field(owner, store.name);
      return field != null && ProgramClasses.has(field.access, Opcodes.ACC_SYNTHETIC);
    }
    return false;
  }

  private int label(LabelNode label) {
    return labels.getOrDefault(label, -1);
  }

  private void numberLabels(List<AbstractInsnNode> code, List<TryCatchBlockNode> handlers) {
    Set<LabelNode> used = new HashSet<>();
    for (AbstractInsnNode at : code) {
      if (at instanceof JumpInsnNode jump) {
        used.add(jump.label);
      } else if (at instanceof TableSwitchInsnNode table) {
        used.add(table.dflt);
        used.addAll(table.labels);
      } else if (at instanceof LookupSwitchInsnNode lookup) {
        used.add(lookup.dflt);
        used.addAll(lookup.labels);
      }
    }
    for (TryCatchBlockNode handler : handlers) {
      used.add(handler.start);
      used.add(handler.end);
      used.add(handler.handler);
    }
    labels.clear();
    for (AbstractInsnNode at : code) {
      if (at instanceof LabelNode label && used.contains(label)) {
        labels.put(label, labels.size());
      }
    }
  }
}
