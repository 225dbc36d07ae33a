package dev.heddle.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Which methods a call may run: the one that is declared, and by class-hierarchy analysis (Dean,
 * Grove, Chambers: Optimization of Object-Oriented Programs Using Static Class Hierarchy Analysis,
 * 1995) every implementation below the receiver's static type.
 */
final class Dispatch {
  /** A method of a user class. */
  record Target(ClassNode owner, MethodNode method) {}

  private static final int FIXED = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;

  private final ProgramClasses program;
  private final Subtypes subtypes;
  private final Map<Reach.Invoked, List<Target>> targets = new HashMap<>();
  private final Map<String, List<Target>> overrides = new HashMap<>();
  private final Map<String, Set<String>> libraryMethods = new HashMap<>();

  Dispatch(ProgramClasses program, Subtypes subtypes) {
    this.program = program;
    this.subtypes = subtypes;
  }

  /** The methods of user classes that a call may run. */
  List<Target> targets(Reach.Invoked call) {
    List<Target> known = targets.get(call);
    if (known == null) {
      known = findTargets(call);
      targets.put(call, known);
    }
    return known;
  }

  private List<Target> findTargets(Reach.Invoked call) {
    Optional<ClassNode> owner = program.user(call.owner());
    if (owner.isEmpty()) {
      return List.of();
    }
    Map<MethodNode, Target> found = new LinkedHashMap<>();
    List<Target> declared = select(owner.get(), call.name(), call.descriptor());
    declared.forEach(target -> found.put(target.method(), target));
    boolean fixed =
        !call.virtual()
            || ProgramClasses.has(owner.get().access, Opcodes.ACC_FINAL)
            || declared.stream()
                .anyMatch(target -> ProgramClasses.has(target.method().access, FIXED));
    if (!fixed) {
      for (String below : subtypes.of(call.owner())) {
        program
            .user(below)
            .map(type -> select(type, call.name(), call.descriptor()))
            .orElse(List.of())
            .forEach(target -> found.put(target.method(), target));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * What a call on an instance of exactly this type runs: the user's methods of a class, or of its
   * interfaces.
   */
  private List<Target> select(ClassNode type, String name, String descriptor) {
    for (ClassNode at = type; at != null; at = superclass(at)) {
      MethodNode method = ProgramClasses.method(at, name, descriptor);
      if (method != null
          && (at == type || !ProgramClasses.has(method.access, Opcodes.ACC_PRIVATE))) {
        return ProgramClasses.has(method.access, Opcodes.ACC_ABSTRACT)
            ? List.of()
            : List.of(new Target(at, method));
      }
    }
    if (name.startsWith("<")) {
      return List.of();
    }
    List<Target> defaults = new ArrayList<>();
    for (ClassNode above : supertypes(type)) {
      MethodNode method = ProgramClasses.method(above, name, descriptor);
      int unfit = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT;
      if (method != null
          && ProgramClasses.has(above.access, Opcodes.ACC_INTERFACE)
          && !ProgramClasses.has(method.access, unfit)) {
        defaults.add(new Target(above, method));
      }
    }
    return mostSpecific(defaults);
  }

  private List<Target> mostSpecific(List<Target> defaults) {
    if (defaults.size() < 2) {
      return defaults;
    }
    return defaults.stream()
        .filter(
            one ->
                defaults.stream()
                    .noneMatch(
                        other ->
                            other.owner() != one.owner()
                                && supertypes(other.owner()).contains(one.owner())))
        .toList();
  }

  private @Nullable ClassNode superclass(ClassNode type) {
    return type.superName == null ? null : program.user(type.superName).orElse(null);
  }

  /** The user classes and interfaces above a class, itself first. */
  Set<ClassNode> supertypes(ClassNode type) {
    Set<ClassNode> all = new LinkedHashSet<>();
    Deque<ClassNode> open = new ArrayDeque<>(List.of(type));
    while (!open.isEmpty()) {
      ClassNode at = open.remove();
      if (all.add(at)) {
        above(at).forEach(name -> program.user(name).ifPresent(open::add));
      }
    }
    return all;
  }

  /**
   * The user's methods that run when library code, or code behind a type that the instance's class
   * does not show, calls an instance of this class.
   */
  List<Target> overrides(ClassNode type) {
    List<Target> known = overrides.get(type.name);
    if (known == null) {
      known = findOverrides(type);
      overrides.put(type.name, known);
    }
    return known;
  }

  private List<Target> findOverrides(ClassNode type) {
    Set<ClassNode> supertypes = supertypes(type);
    Set<String> callable = new LinkedHashSet<>();
    boolean all = false;
    for (ClassNode at : supertypes) {
      for (String above : above(at)) {
        if (!program.isUser(above)) {
          Set<String> methods = libraryMethods(above);
          all |= methods.contains("");
          callable.addAll(methods);
        }
      }
    }
    boolean local = program.isLocal(type.name);
    Map<MethodNode, Target> found = new LinkedHashMap<>();
    for (ClassNode at : supertypes) {
      // No class hierarchy names a local class: what it inherits for its interfaces is found here.
      boolean implemented = local && ProgramClasses.has(at.access, Opcodes.ACC_INTERFACE);
      for (MethodNode method : at.methods) {
        if (!ProgramClasses.has(method.access, Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)
            && !method.name.startsWith("<")
            && (all || implemented || callable.contains(method.name + method.desc))) {
          select(type, method.name, method.desc)
              .forEach(target -> found.put(target.method(), target));
        }
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * Names with descriptors of what a library class lets override; "" if the class can't be read.
   */
  private Set<String> libraryMethods(String name) {
    Set<String> known = libraryMethods.get(name);
    if (known == null) {
      known = new LinkedHashSet<>();
      Optional<ClassNode> node = program.any(name);
      if (node.isEmpty()) {
        known.add("");
      } else {
        for (MethodNode method : node.get().methods) {
          if (!ProgramClasses.has(method.access, FIXED)) {
            known.add(method.name + method.desc);
          }
        }
        for (String above : above(node.get())) {
          known.addAll(libraryMethods(above));
        }
      }
      libraryMethods.put(name, known);
    }
    return known;
  }

  private static List<String> above(ClassNode type) {
    List<String> names = new ArrayList<>();
    if (type.superName != null) {
      names.add(type.superName);
    }
    names.addAll(type.interfaces);
    return names;
  }
}
