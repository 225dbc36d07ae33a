package dev.heddle.task;

import dev.heddle.task.Initialiser.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * What of a static initialiser counts. Whatever uses a class counts the statements that may have an
 * effect beyond the fields they write. Of the rest, a read of a static field counts those that
 * write it, and what these depend on: statements that share local variables with them or write
 * fields of the class that they read, all in their order.
 */
final class StaticSlices {
  /** A statement, with what it does beside computing. */
  private record Step(Statement statement, SideEffects.Effects effects) {}

  private final ProgramClasses program;
  private final Symbols symbols;
  private final MemberScans members;
  private final SideEffects sideEffects;
  private final Map<ClassNode, List<Step>> steps = new HashMap<>();
  private final Map<FieldNode, MemberScan> fields = new HashMap<>();
  private final Map<ClassNode, Optional<MemberScan>> effects = new HashMap<>();
  private final IdentityHashMap<Step, Set<String>> reads = new IdentityHashMap<>();

  StaticSlices(ProgramClasses program, Symbols symbols, MemberScans members) {
    this.program = program;
    this.symbols = symbols;
    this.members = members;
    this.sideEffects = new SideEffects(program, members.dispatch());
  }

  /** What gives a static field its value. */
  MemberScan field(ClassNode owner, FieldNode field) {
    MemberScan known = fields.get(field);
    if (known == null) {
      known = scanField(owner, field);
      fields.put(field, known);
    }
    return known;
  }

  private MemberScan scanField(ClassNode owner, FieldNode field) {
    MemberScan.Builder out = new MemberScan.Builder("static-field", owner.name);
    if (field.value != null) {
      symbols.putConstant(out, field.value);
      return out.build();
    }
    // Effects may have changed what the field is made of.
    put(owner, slice(owner, step -> hasEffect(step) || writes(step, field.name)), out);
    return out.build();
  }

  private static boolean hasEffect(Step step) {
    return step.effects().any();
  }

  private static boolean writes(Step step, String field) {
    return step.effects().writes().contains(field);
  }

  /** What initialising a class does beside giving its own fields their values; empty if nothing. */
  Optional<MemberScan> effects(ClassNode owner) {
    Optional<MemberScan> known = effects.get(owner);
    if (known == null) {
      List<Step> slice = slice(owner, StaticSlices::hasEffect);
      MemberScan.Builder out = new MemberScan.Builder("static-effects", owner.name);
      put(owner, slice, out);
      known = slice.isEmpty() ? Optional.empty() : Optional.of(out.build());
      effects.put(owner, known);
    }
    return known;
  }

  /** The classes that any statement of the initialiser without effects initialises. */
  Set<String> initialised(ClassNode owner) {
    Set<String> initialised = new HashSet<>();
    steps(owner).forEach(step -> initialised.addAll(step.effects().initialised()));
    return initialised;
  }

  /** The statements that are wanted, and those they depend on, in order. */
  private List<Step> slice(ClassNode owner, Predicate<Step> wanted) {
    List<Step> all = steps(owner);
    Set<Step> slice = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Integer> variables = new HashSet<>();
    Set<String> read = new HashSet<>();
    for (boolean grew = true; grew; ) {
      grew = false;
      for (Step step : all) {
        boolean belongs =
            !Collections.disjoint(step.statement().variables(), variables)
                || !Collections.disjoint(step.effects().writes(), read)
                || wanted.test(step);
        if (belongs && slice.add(step)) {
          variables.addAll(step.statement().variables());
          read.addAll(reads(owner, step));
          grew = true;
        }
      }
    }
    return all.stream().filter(slice::contains).toList();
  }

  /** The static fields of the class that a statement, or what it calls or causes, reads. */
  private Set<String> reads(ClassNode owner, Step step) {
    Set<String> known = reads.get(step);
    if (known == null) {
      known = findReads(owner, step);
      reads.put(step, known);
    }
    return known;
  }

  private Set<String> findReads(ClassNode owner, Step step) {
    MemberScan.Builder out = new MemberScan.Builder("statement", owner.name);
    put(owner, List.of(step), out);
    Set<String> fields = new HashSet<>();
    Set<Reach> seen = new HashSet<>();
    Deque<Reach> open = new ArrayDeque<>(out.reaches);
    while (!open.isEmpty()) {
      Reach reach = open.remove();
      if (!seen.add(reach)) {
        continue;
      }
      if (reach instanceof Reach.StaticRead read && isIn(owner, read.owner())) {
        fields.add(read.name());
      } else if (reach instanceof Reach.Invoked call) {
        members.dispatch().targets(call).forEach(target -> follow(target, open));
      } else if (reach instanceof Reach.Instantiated type) {
        program
            .user(type.type())
            .ifPresent(made -> members.dispatch().overrides(made).forEach(at -> follow(at, open)));
      } else if (reach instanceof Reach.Initialised type && !type.type().equals(owner.name)) {
        program.user(type.type()).ifPresent(other -> followInitialiser(other, open));
      }
    }
    return fields;
  }

  /** Whether a static field named in one class may be declared in another. */
  private boolean isIn(ClassNode owner, String named) {
    return program
        .user(named)
        .filter(from -> members.dispatch().supertypes(from).contains(owner))
        .isPresent();
  }

  private void follow(Dispatch.Target target, Deque<Reach> open) {
    if (!program.isLocal(target.owner().name)) {
      open.addAll(members.of(target).reaches());
    }
  }

  /** Two classes that initialise each other see fields of each other that have no value yet. */
  private void followInitialiser(ClassNode type, Deque<Reach> open) {
    MethodNode initialiser = ProgramClasses.method(type, "<clinit>", "()V");
    if (initialiser != null) {
      follow(new Dispatch.Target(type, initialiser), open);
    }
  }

  private List<Step> steps(ClassNode owner) {
    List<Step> known = steps.get(owner);
    if (known == null) {
      MethodNode initialiser = ProgramClasses.method(owner, "<clinit>", "()V");
      known = initialiser == null ? List.of() : steps(owner, initialiser);
      steps.put(owner, known);
    }
    return known;
  }

  private List<Step> steps(ClassNode owner, MethodNode initialiser) {
    List<Statement> statements = Initialiser.statements(owner, initialiser);
    Iterator<SideEffects.Effects> effects =
        sideEffects.of(owner, initialiser, statements).iterator();
    return statements.stream().map(statement -> new Step(statement, effects.next())).toList();
  }

  private void put(ClassNode owner, List<Step> slice, MemberScan.Builder out) {
    List<AbstractInsnNode> code = new ArrayList<>();
    List<TryCatchBlockNode> handlers = new ArrayList<>();
    for (Step step : slice) {
      code.addAll(step.statement().code());
      handlers.addAll(step.statement().handlers());
    }
    if (!code.isEmpty()) {
      new NormalForm(program, symbols, owner, out).put(code, handlers, false);
    }
  }
}
