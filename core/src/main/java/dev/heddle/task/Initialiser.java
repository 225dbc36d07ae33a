package dev.heddle.task;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/**
 * A static initialiser cut into statements: the smallest runs of instructions that begin and end
 * with an empty stack and that no jump or handler crosses. An initialiser that can't be cut is one
 * statement.
 */
final class Initialiser {
  /**
   * One statement.
   *
   * @param writes static fields of the class that it writes
   * @param variables the local variables it uses; a slot that is used again for another variable is
   *     another number
   */
  record Statement(
      List<AbstractInsnNode> code,
      List<TryCatchBlockNode> handlers,
      Set<String> writes,
      Set<Integer> variables) {}

  private final ClassNode owner;
  private final MethodNode method;
  private final Map<Integer, Integer> variableOfSlot = new HashMap<>();
  private int variables;

  private Initialiser(ClassNode owner, MethodNode method) {
    this.owner = owner;
    this.method = method;
  }

  static List<Statement> statements(ClassNode owner, MethodNode method) {
    return new Initialiser(owner, method).cut();
  }

  private List<Statement> cut() {
    BitSet cuts = cuts();
    List<Statement> statements = new ArrayList<>();
    List<AbstractInsnNode> run = new ArrayList<>();
    InsnList code = method.instructions;
    for (int i = 0; i < code.size(); i++) {
      if (cuts.get(i) && !run.isEmpty()) {
        statements.add(statement(run));
        run = new ArrayList<>();
      }
      run.add(code.get(i));
    }
    if (run.stream().anyMatch(at -> at.getOpcode() >= 0 && at.getOpcode() != Opcodes.RETURN)) {
      statements.add(statement(run));
    }
    return statements;
  }

  /** The positions before which a statement may end. */
  private BitSet cuts() {
    InsnList code = method.instructions;
    BitSet cuts = new BitSet(code.size());
    Frame<BasicValue>[] frames;
    try {
      frames = new Analyzer<>(new BasicInterpreter()).analyze(owner.name, method);
    } catch (AnalyzerException e) {
      return cuts; // nothing is known about the stack: the whole is one statement
    }
    for (int i = 0; i < code.size(); i++) {
      if (frames[i] != null && frames[i].getStackSize() == 0) {
        cuts.set(i);
      }
    }
    for (int i = 0; i < code.size(); i++) {
      AbstractInsnNode at = code.get(i);
      if (at instanceof JumpInsnNode jump) {
        keepTogether(cuts, i, jump.label);
      } else if (at instanceof TableSwitchInsnNode table) {
        keepTogether(cuts, i, table.dflt);
        for (LabelNode label : table.labels) {
          keepTogether(cuts, i, label);
        }
      } else if (at instanceof LookupSwitchInsnNode lookup) {
        keepTogether(cuts, i, lookup.dflt);
        for (LabelNode label : lookup.labels) {
          keepTogether(cuts, i, label);
        }
      } else if (at.getOpcode() == Opcodes.RETURN && i < lastInstruction(code)) {
        cuts.clear(); // an early end: what follows depends on what came before
        return cuts;
      }
    }
    for (TryCatchBlockNode handler : handlers()) {
      int from = Math.min(code.indexOf(handler.start), code.indexOf(handler.handler));
      int to = Math.max(code.indexOf(handler.end), code.indexOf(handler.handler) + 1);
      cuts.clear(from + 1, to);
    }
    return cuts;
  }

  private void keepTogether(BitSet cuts, int jump, LabelNode label) {
    int target = method.instructions.indexOf(label);
    if (target > jump) {
      cuts.clear(jump + 1, target);
    } else {
      cuts.clear(target + 1, jump + 1);
    }
  }

  private static int lastInstruction(InsnList code) {
    int last = code.size() - 1;
    while (last >= 0 && code.get(last).getOpcode() < 0) {
      last--;
    }
    return last;
  }

  private List<TryCatchBlockNode> handlers() {
    return method.tryCatchBlocks == null ? List.of() : method.tryCatchBlocks;
  }

  private Statement statement(List<AbstractInsnNode> code) {
    Set<String> writes = new HashSet<>();
    Set<Integer> used = new HashSet<>();
    Set<Integer> seen = new HashSet<>();
    boolean straight = true;
    for (AbstractInsnNode at : code) {
      if (at instanceof FieldInsnNode field) {
        if (field.getOpcode() == Opcodes.PUTSTATIC && field.owner.equals(owner.name)) {
          writes.add(field.name);
        }
      } else if (at instanceof VarInsnNode variable) {
        boolean fresh = seen.add(variable.var);
        if (fresh && straight && variable.getOpcode() >= Opcodes.ISTORE) {
          variableOfSlot.put(variable.var, variables++);
        }
        used.add(variableOfSlot.computeIfAbsent(variable.var, slot -> variables++));
      } else if (at instanceof IincInsnNode step) {
        seen.add(step.var);
        used.add(variableOfSlot.computeIfAbsent(step.var, slot -> variables++));
      } else if (at.getOpcode() >= 0 && !(at instanceof LabelNode)) {
        straight &= !(at instanceof JumpInsnNode);
      }
    }
    Set<AbstractInsnNode> inside = new HashSet<>(code);
    List<TryCatchBlockNode> guards =
        handlers().stream().filter(handler -> inside.contains(handler.handler)).toList();
    return new Statement(List.copyOf(code), guards, writes, used);
  }
}
