package dev.heddle.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Finds switches over enums in one piece of code and resolves their numbers to constant names.
 * javac writes them in two shapes: through an array in a synthetic class that numbers the constants
 * in order of their first use in the whole source file, or (newer, for enums of the same file) on
 * the ordinal.
 */
final class EnumSwitches {
  private static final String MAP_PREFIX = "$SwitchMap$";

  private final ProgramClasses program;
  private final Map<AbstractInsnNode, Map<Integer, String>> names = new HashMap<>();
  private final Map<AbstractInsnNode, Boolean> dropped = new HashMap<>();

  EnumSwitches(ProgramClasses program, Iterable<AbstractInsnNode> code) {
    this.program = program;
    Deque<FieldInsnNode> maps = new ArrayDeque<>();
    for (AbstractInsnNode at : code) {
      if (isMap(at)) {
        maps.push((FieldInsnNode) at);
      } else if (at instanceof MethodInsnNode call
          && call.name.equals("ordinal")
          && call.desc.equals("()I")) {
        AbstractInsnNode next = real(call.getNext());
        if (next != null && isSwitch(next)) {
          constants(call.owner).ifPresent(found -> resolve(call, next, found));
        } else if (next != null && next.getOpcode() == Opcodes.IALOAD && !maps.isEmpty()) {
          AbstractInsnNode then = real(next.getNext());
          if (then != null && isSwitch(then) && maps.peek().name.equals(mapName(call.owner))) {
            FieldInsnNode map = maps.pop();
            mapped(map)
                .ifPresent(
                    found -> {
                      dropped.put(map, true);
                      dropped.put(next, true);
                      resolve(call, then, found);
                    });
          }
        }
      }
    }
  }

  /** The constant names of a switch's keys, if it is one over an enum. */
  @Nullable Map<Integer, String> names(AbstractInsnNode at) {
    return names.get(at);
  }

  /** Whether the instruction only serves to number the constants. */
  boolean drops(AbstractInsnNode at) {
    return dropped.containsKey(at);
  }

  static boolean isMap(AbstractInsnNode at) {
    return at.getOpcode() == Opcodes.GETSTATIC && ((FieldInsnNode) at).name.startsWith(MAP_PREFIX);
  }

  private void resolve(MethodInsnNode ordinal, AbstractInsnNode at, Map<Integer, String> found) {
    dropped.put(ordinal, true);
    names.put(at, found);
  }

  private static String mapName(String enumName) {
    return MAP_PREFIX + enumName.replace('/', '$');
  }

  /** Names by ordinal. */
  private Optional<Map<Integer, String>> constants(String enumName) {
    Optional<ClassNode> type = program.any(enumName);
    if (type.isEmpty() || !ProgramClasses.has(type.get().access, Opcodes.ACC_ENUM)) {
      return Optional.empty();
    }
    Map<Integer, String> found = new HashMap<>();
    for (FieldNode field : type.get().fields) {
      if (ProgramClasses.has(field.access, Opcodes.ACC_ENUM)) {
        found.put(found.size(), field.name);
      }
    }
    return Optional.of(found);
  }

  /** Names by the numbers that a map's initialiser gives them. */
  Optional<Map<Integer, String>> mapped(FieldInsnNode map) {
    ClassNode owner = program.user(map.owner).orElse(null);
    MethodNode initialiser = owner == null ? null : ProgramClasses.method(owner, "<clinit>", "()V");
    if (initialiser == null) {
      return Optional.empty();
    }
    Map<Integer, String> found = new HashMap<>();
    String current = "";
    String constant = "";
    int number = 0;
    for (AbstractInsnNode at : initialiser.instructions) {
      if (at.getOpcode() == Opcodes.GETSTATIC) {
        FieldInsnNode read = (FieldInsnNode) at;
        if (read.name.startsWith(MAP_PREFIX)) {
          current = read.name;
        } else {
          constant = read.name;
        }
      } else if (at.getOpcode() >= Opcodes.ICONST_0 && at.getOpcode() <= Opcodes.ICONST_5) {
        number = at.getOpcode() - Opcodes.ICONST_0;
      } else if (at instanceof IntInsnNode push) {
        number = push.operand;
      } else if (at.getOpcode() == Opcodes.IASTORE && current.equals(map.name)) {
        found.put(number, constant);
      }
    }
    return Optional.of(found);
  }

  private static boolean isSwitch(AbstractInsnNode at) {
    return at instanceof TableSwitchInsnNode || at instanceof LookupSwitchInsnNode;
  }

  private static @Nullable AbstractInsnNode real(@Nullable AbstractInsnNode from) {
    AbstractInsnNode at = from;
    while (at != null && at.getOpcode() < 0) {
      at = at.getNext();
    }
    return at;
  }
}
