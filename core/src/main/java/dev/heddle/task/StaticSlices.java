package dev.heddle.task;

import dev.heddle.task.Initialiser.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * What of a static initialiser counts when one static field is read: the statements that write it,
 * those that could change the object in it, and those that share local variables with either. Other
 * fields that these read count by themselves, as reads do.
 */
final class StaticSlices {
  private static final Set<String> IMMUTABLE =
      Set.of(
          "Z",
          "B",
          "C",
          "S",
          "I",
          "J",
          "F",
          "D",
          "Ljava/lang/String;",
          "Ljava/lang/Boolean;",
          "Ljava/lang/Byte;",
          "Ljava/lang/Character;",
          "Ljava/lang/Short;",
          "Ljava/lang/Integer;",
          "Ljava/lang/Long;",
          "Ljava/lang/Float;",
          "Ljava/lang/Double;",
          "Ljava/math/BigDecimal;",
          "Ljava/math/BigInteger;",
          "Ljava/time/Duration;",
          "Ljava/time/LocalDate;",
          "Ljava/time/Instant;",
          "Ljava/util/regex/Pattern;",
          "Ljava/lang/Class;");

  private final ProgramClasses program;
  private final Symbols symbols;
  private final MemberScans members;
  private final Map<ClassNode, List<Statement>> statements = new HashMap<>();
  private final Map<FieldNode, MemberScan> fields = new HashMap<>();
  private final Map<ClassNode, Optional<MemberScan>> effects = new HashMap<>();
  private final IdentityHashMap<Statement, Set<Reach>> touched = new IdentityHashMap<>();

  StaticSlices(ProgramClasses program, Symbols symbols, MemberScans members) {
    this.program = program;
    this.symbols = symbols;
    this.members = members;
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
    List<Statement> all = statements(owner);
    put(owner, slice(all, one -> belongsTo(owner, field, one)), out);
    return out.build();
  }

  /** The statements that are wanted, and those that share local variables with them, in order. */
  private static List<Statement> slice(List<Statement> all, Predicate<Statement> wanted) {
    Set<Statement> slice = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Integer> variables = new HashSet<>();
    for (Statement statement : all) {
      if (wanted.test(statement)) {
        slice.add(statement);
        variables.addAll(statement.variables());
      }
    }
    for (boolean grew = true; grew; ) {
      grew = false;
      for (Statement statement : all) {
        boolean shares = statement.variables().stream().anyMatch(variables::contains);
        if (shares && slice.add(statement)) {
          grew |= variables.addAll(statement.variables());
        }
      }
    }
    return all.stream().filter(slice::contains).toList();
  }

  private boolean belongsTo(ClassNode owner, FieldNode field, Statement statement) {
    if (statement.writes().contains(field.name)) {
      return true;
    }
    boolean constant = ProgramClasses.has(field.access, Opcodes.ACC_ENUM);
    if (constant && statement.writes().contains("$VALUES")) {
      return false;
    }
    boolean isFinal = ProgramClasses.has(field.access, Opcodes.ACC_FINAL);
    if (IMMUTABLE.contains(field.desc)) {
      Reach.StaticWritten write = new Reach.StaticWritten(owner.name, field.name);
      return !isFinal && touched(owner, statement).contains(write);
    }
    return statement.mentions(field.name)
        || touched(owner, statement).contains(new Reach.StaticWritten(owner.name, field.name))
        || touched(owner, statement)
            .contains(new Reach.StaticRead(owner.name, field.name, field.desc));
  }

  /** The static fields that the methods which a statement calls mention, however deep. */
  private Set<Reach> touched(ClassNode owner, Statement statement) {
    Set<Reach> known = touched.get(statement);
    if (known == null) {
      known = findTouched(owner, statement);
      touched.put(statement, known);
    }
    return known;
  }

  private Set<Reach> findTouched(ClassNode owner, Statement statement) {
    MemberScan.Builder out = new MemberScan.Builder("statement", owner.name);
    put(owner, List.of(statement), out);
    Set<Reach> fields = new HashSet<>();
    Set<Reach> seen = new HashSet<>();
    Deque<Reach> open = new ArrayDeque<>(out.reaches);
    while (!open.isEmpty()) {
      Reach reach = open.remove();
      if (reach instanceof Reach.StaticRead || reach instanceof Reach.StaticWritten) {
        fields.add(reach);
      } else if (reach instanceof Reach.Invoked call && seen.add(call)) {
        for (Dispatch.Target target : members.dispatch().targets(call)) {
          if (!program.isLocal(target.owner().name)) {
            open.addAll(members.of(target).reaches());
          }
        }
      }
    }
    return fields;
  }

  /** What initialising a class does beside giving its own fields their values; empty if nothing. */
  Optional<MemberScan> effects(ClassNode owner) {
    Optional<MemberScan> known = effects.get(owner);
    if (known == null) {
      List<Statement> all = statements(owner);
      Set<Statement> ofFields = Collections.newSetFromMap(new IdentityHashMap<>());
      ofFields.addAll(slice(all, one -> !one.writes().isEmpty() || !one.reads().isEmpty()));
      List<Statement> loose = all.stream().filter(one -> !ofFields.contains(one)).toList();
      MemberScan.Builder out = new MemberScan.Builder("static-effects", owner.name);
      put(owner, loose, out);
      known = loose.isEmpty() ? Optional.empty() : Optional.of(out.build());
      effects.put(owner, known);
    }
    return known;
  }

  private List<Statement> statements(ClassNode owner) {
    List<Statement> known = statements.get(owner);
    if (known == null) {
      MethodNode initialiser = ProgramClasses.method(owner, "<clinit>", "()V");
      known = initialiser == null ? List.of() : Initialiser.statements(owner, initialiser);
      statements.put(owner, known);
    }
    return known;
  }

  private void put(ClassNode owner, List<Statement> slice, MemberScan.Builder out) {
    List<AbstractInsnNode> code = new ArrayList<>();
    List<TryCatchBlockNode> handlers = new ArrayList<>();
    for (Statement statement : slice) {
      code.addAll(statement.code());
      handlers.addAll(statement.handlers());
    }
    if (!code.isEmpty()) {
      new NormalForm(program, symbols, owner, out).put(code, handlers, false);
    }
  }
}
