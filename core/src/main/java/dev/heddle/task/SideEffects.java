package dev.heddle.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * Whether a statement of a static initialiser provably does nothing but write static fields of its
 * own class: it, and all that it calls, changes only objects that it made itself. What can't be
 * proved has an effect (law 6: a needless re-run is better than a stale result).
 */
final class SideEffects {
  /**
   * What a statement does beside computing.
   *
   * @param any whether it may change something else than its own class's fields
   * @param initialised the user's classes it initialises; complete only if there is no effect
   * @param writes the static fields of its own class that it writes, or whose containers it fills
   */
  record Effects(boolean any, Set<String> initialised, Set<String> writes) {}

  private static final String STRING_CONCATENATION = "java/lang/invoke/StringConcatFactory";
  private static final String LAMBDA = "java/lang/invoke/LambdaMetafactory";
  private static final int NOT_OVERRIDDEN =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

  /** What one run of instructions does itself, and what it calls. */
  private static final class Run {
    boolean effect;
    final Set<String> fills = new HashSet<>();
    final List<Dispatch.Target> calls = new ArrayList<>();
    final Set<String> initialised = new HashSet<>();
  }

  private final ProgramClasses program;
  private final Dispatch dispatch;
  private final Map<MethodNode, Run> methods = new HashMap<>();

  SideEffects(ProgramClasses program, Dispatch dispatch) {
    this.program = program;
    this.dispatch = dispatch;
  }

  /** The effects of each statement of a class's initialiser, in the order given. */
  List<Effects> of(ClassNode owner, MethodNode initialiser, List<Initialiser.Statement> all) {
    Frame<BasicValue> @Nullable [] frames = frames(owner, initialiser);
    Map<String, String> containers = containers(owner, all);
    List<Effects> effects = new ArrayList<>();
    for (Initialiser.Statement statement : all) {
      Run run = run(owner, initialiser, statement.code(), frames, containers);
      run.fills.addAll(statement.writes());
      effects.add(follow(run));
    }
    return effects;
  }

  /**
   * The final fields that hold a container which nothing else can hold, by their name: {@code
   * static final Map<K, V> MAP = new HashMap<>()}. To fill it is as if the field was written, since
   * whoever sees it must have read the field.
   */
  private static Map<String, String> containers(
      ClassNode owner, List<Initialiser.Statement> statements) {
    Map<String, String> containers = new HashMap<>();
    for (Initialiser.Statement statement : statements) {
      List<AbstractInsnNode> code =
          statement.code().stream().filter(at -> at.getOpcode() > Opcodes.NOP).toList();
      int last = code.size() - 1;
      if (last >= 3
          && statement.variables().isEmpty()
          && code.get(0) instanceof TypeInsnNode made
          && HarmlessCalls.isContainer(made.desc)
          && code.get(1).getOpcode() == Opcodes.DUP
          && code.subList(2, last - 1).stream().allMatch(SideEffects::isConstant)
          && code.get(last - 1) instanceof MethodInsnNode constructor
          && constructor.owner.equals(made.desc)
          && code.get(last) instanceof FieldInsnNode field
          && statement.writes().contains(field.name)
          && isFinal(owner, field.name)) {
        containers.put(field.name, made.desc);
      }
    }
    return containers;
  }

  private static boolean isConstant(AbstractInsnNode at) {
    return at.getOpcode() <= Opcodes.LDC;
  }

  private static boolean isFinal(ClassNode owner, String name) {
    FieldNode field = ProgramClasses.field(owner, name);
    return field != null && ProgramClasses.has(field.access, Opcodes.ACC_FINAL);
  }

  private Effects follow(Run statement) {
    Set<String> initialised = new HashSet<>();
    Set<MethodNode> seen = new HashSet<>();
    Deque<Run> open = new ArrayDeque<>(List.of(statement));
    while (!open.isEmpty()) {
      Run run = open.remove();
      if (run.effect) {
        return new Effects(true, Set.of(), statement.fills);
      }
      initialised.addAll(run.initialised);
      for (Dispatch.Target call : run.calls) {
        if (seen.add(call.method())) {
          open.add(method(call));
        }
      }
    }
    return new Effects(false, initialised, statement.fills);
  }

  private Run method(Dispatch.Target target) {
    MethodNode method = target.method();
    Run known = methods.get(method);
    if (known == null) {
      List<AbstractInsnNode> code = new ArrayList<>();
      method.instructions.forEach(code::add);
      known = run(target.owner(), method, code, frames(target.owner(), method), Map.of());
      known.effect |= ProgramClasses.has(method.access, Opcodes.ACC_NATIVE | Opcodes.ACC_ABSTRACT);
      methods.put(method, known);
    }
    return known;
  }

  private static Frame<BasicValue> @Nullable [] frames(ClassNode owner, MethodNode method) {
    try {
      return new Analyzer<>(new Freshness(owner, method)).analyze(owner.name, method);
    } catch (AnalyzerException e) {
      return null; // nothing can be proved
    }
  }

  private Run run(
      ClassNode owner,
      MethodNode method,
      List<AbstractInsnNode> code,
      Frame<BasicValue> @Nullable [] frames,
      Map<String, String> containers) {
    Run run = new Run();
    if (frames == null) {
      run.effect = true;
      return run;
    }
    for (AbstractInsnNode at : code) {
      if (run.effect) {
        break;
      }
      Frame<BasicValue> before = frames[method.instructions.indexOf(at)];
      if (before != null && at.getOpcode() >= 0) { // null: it can't be reached
        run.effect = isEffect(owner, method, at, before, run, containers);
      }
    }
    return run;
  }

  private boolean isEffect(
      ClassNode owner,
      MethodNode method,
      AbstractInsnNode at,
      Frame<BasicValue> before,
      Run run,
      Map<String, String> containers) {
    int opcode = at.getOpcode();
    boolean initialiser = method.name.equals("<clinit>");
    if (at instanceof FieldInsnNode field) {
      return switch (opcode) {
        case Opcodes.GETSTATIC -> !initialises(field.owner, run);
        case Opcodes.PUTSTATIC ->
            !initialiser
                || !field.owner.equals(owner.name)
                || ProgramClasses.field(owner, field.name) == null;
        case Opcodes.PUTFIELD -> !Freshness.isFresh(operand(before, 1));
        default -> false;
      };
    } else if (at instanceof MethodInsnNode call) {
      return calls(call, before, run, containers);
    } else if (at instanceof InvokeDynamicInsnNode dynamic) {
      return !isHarmless(dynamic, before);
    } else if (at instanceof TypeInsnNode type) {
      return opcode == Opcodes.NEW && !initialises(type.desc, run);
    } else if (at instanceof LdcInsnNode constant) {
      return !isHarmless(constant.cst, run);
    } else if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
      return !Freshness.isFresh(operand(before, 2));
    }
    return opcode == Opcodes.MONITORENTER || (opcode == Opcodes.ATHROW && initialiser);
  }

  /** Notes that a class is initialised; not so if nothing is known of how. */
  private boolean initialises(String name, Run run) {
    if (program.isUser(name)) {
      run.initialised.add(name);
      return true;
    }
    return CodeRoots.isPlatform(name) || name.startsWith("dev/heddle/");
  }

  /** A class literal may be initialised by what it is given to. */
  private boolean isHarmless(Object constant, Run run) {
    if (constant instanceof Type type) {
      ProgramClasses.className(type).filter(program::isUser).ifPresent(run.initialised::add);
    }
    return constant instanceof Type || constant instanceof Number || constant instanceof String;
  }

  private static boolean isHarmless(InvokeDynamicInsnNode dynamic, Frame<BasicValue> before) {
    Handle bootstrap = dynamic.bsm;
    if (bootstrap.getOwner().equals(LAMBDA)) {
      return true; // made, not called
    }
    int count = Type.getArgumentTypes(dynamic.desc).length;
    return bootstrap.getOwner().equals(STRING_CONCATENATION)
        && operands(before, count).stream().allMatch(HarmlessCalls::isPlain);
  }

  /** Whether a call has an effect; one that may, since of what it calls, is noted. */
  private boolean calls(
      MethodInsnNode call, Frame<BasicValue> before, Run run, Map<String, String> containers) {
    if (call.owner.startsWith("[")) {
      return !call.name.equals("clone");
    }
    boolean isStatic = call.getOpcode() == Opcodes.INVOKESTATIC;
    int count = Type.getArgumentTypes(call.desc).length + (isStatic ? 0 : 1);
    List<BasicValue> arguments = operands(before, count);
    ClassNode type = program.user(call.owner).orElse(null);
    if (type == null) {
      return !HarmlessCalls.contains(call.owner, call, arguments)
          && !fills(call, arguments, run, containers);
    }
    if (isStatic) {
      run.initialised.add(call.owner);
    }
    List<Dispatch.Target> targets =
        dispatch.targets(new Reach.Invoked(call.owner, call.name, call.desc, false));
    if (targets.isEmpty()) {
      return !HarmlessCalls.contains(librarySuperclass(type), call, arguments);
    }
    boolean virtual =
        call.getOpcode() == Opcodes.INVOKEVIRTUAL || call.getOpcode() == Opcodes.INVOKEINTERFACE;
    boolean fixed =
        !virtual
            || ProgramClasses.has(type.access, Opcodes.ACC_FINAL)
            || targets.stream()
                .allMatch(target -> ProgramClasses.has(target.method().access, NOT_OVERRIDDEN));
    boolean construction = call.name.equals("<init>");
    if (!fixed || (construction && !Freshness.isFresh(arguments.get(0)))) {
      return true;
    }
    run.calls.addAll(targets);
    return false;
  }

  /** Whether the call does no more than to fill the container that a field of the class holds. */
  private static boolean fills(
      MethodInsnNode call, List<BasicValue> arguments, Run run, Map<String, String> containers) {
    String field = arguments.isEmpty() ? null : Freshness.heldIn(arguments.get(0));
    String container = field == null ? null : containers.get(field);
    if (field == null || container == null) {
      return false;
    }
    arguments.set(0, Freshness.fresh(container));
    run.fills.add(field);
    return HarmlessCalls.contains(call.owner, call, arguments);
  }

  private String librarySuperclass(ClassNode type) {
    String above = type.superName == null ? "java/lang/Object" : type.superName;
    return program.user(above).map(this::librarySuperclass).orElse(above);
  }

  /** The operand so many below the top of the stack. */
  private static BasicValue operand(Frame<BasicValue> frame, int below) {
    return frame.getStack(frame.getStackSize() - 1 - below);
  }

  private static List<BasicValue> operands(Frame<BasicValue> frame, int count) {
    List<BasicValue> operands = new ArrayList<>();
    for (int below = count - 1; below >= 0; below--) {
      operands.add(operand(frame, below));
    }
    return operands;
  }
}
