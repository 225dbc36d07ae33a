package dev.heddle.task;

import dev.heddle.task.Dispatch.Target;
import dev.heddle.task.MemberScan.InlineBody;
import dev.heddle.task.MemberScan.LinkedTask;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;

/** Everything of the user's code that can be reached from where it started. */
final class ReachableCode {
  /** Of a class: its header, and the side effects of its initialiser. */
  static final String HEADER = "<class>";

  private static final Comparator<CodeMember> ORDER =
      Comparator.comparing(CodeMember::owner)
          .thenComparing(CodeMember::name)
          .thenComparing(CodeMember::descriptor)
          .thenComparing(CodeMember::digest);

  private final ProgramClasses program;
  private final Dispatch dispatch;
  private final MemberScans scans;
  private final StaticSlices slices;
  private final ReceivedTypes received;
  private final Set<Reach> seen = new HashSet<>();
  private final Deque<Reach> open = new ArrayDeque<>();
  private final Set<CodeMember> members = new TreeSet<>(ORDER);
  private final Set<LinkedTask> links = new LinkedHashSet<>();
  private final Set<InlineBody> inlines = new LinkedHashSet<>();
  private final Set<String> classes = new TreeSet<>();

  ReachableCode(
      ProgramClasses program, MemberScans scans, StaticSlices slices, ReceivedTypes received) {
    this.program = program;
    this.dispatch = scans.dispatch();
    this.scans = scans;
    this.slices = slices;
    this.received = received;
  }

  /** Adds a method or constructor. */
  ReachableCode add(Target target) {
    MemberScan scan = scans.of(target);
    MethodNode method = target.method();
    if (ProgramClasses.isDirect(method)) {
      TaskLink link = new TaskLink(target.owner().name, method.name, method.desc);
      program.taskName(target.owner(), method).ifPresent(n -> links.add(new LinkedTask(n, link)));
    }
    if (Symbols.isIgnored(method)) {
      follow(scan); // a bridge: what it leads to counts
    } else if (!program.isLocal(target.owner().name)) {
      list(target.owner(), method.name, method.desc, scan);
    }
    return this;
  }

  /** Adds everything a class has, as {@code hashIncludes} asks. */
  ReachableCode addWhole(ClassNode type) {
    list(type, HEADER, "", scans.header(type));
    for (MethodNode method : type.methods) {
      if (!Symbols.isPlaced(method) && !method.name.equals("$deserializeLambda$")) {
        add(new Target(type, method));
      }
    }
    for (FieldNode field : type.fields) {
      if (ProgramClasses.has(field.access, Opcodes.ACC_STATIC)) {
        list(type, field.name, field.desc, slices.field(type, field));
      }
    }
    return this;
  }

  ReachableCode add(Reach reach) {
    if (seen.add(reach)) {
      open.add(reach);
    }
    return this;
  }

  /** Takes over what a scan reaches, without listing it as a member. */
  ReachableCode follow(MemberScan scan) {
    scan.reaches().forEach(this::add);
    links.addAll(scan.links());
    inlines.addAll(scan.inlines());
    scan.classes().stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> classes.add(name.replace('/', '.')));
    return this;
  }

  /** Follows all that was added to its end. */
  ReachableCode complete() {
    while (!open.isEmpty()) {
      Reach reach = open.remove();
      if (reach instanceof Reach.Invoked call) {
        dispatch.targets(call).forEach(this::add);
      } else if (reach instanceof Reach.StaticRead read) {
        addField(read);
      } else if (reach instanceof Reach.Initialised type) {
        program.user(type.type()).ifPresent(this::addInitialisation);
      } else if (reach instanceof Reach.Instantiated type) {
        program.user(type.type()).ifPresent(this::addInstance);
      } else if (reach instanceof Reach.Received type) {
        program.user(type.type()).ifPresent(node -> received.of(node).forEach(this::add));
      }
    }
    return this;
  }

  /** The members, by owner, name and descriptor. */
  List<CodeMember> members() {
    return List.copyOf(members);
  }

  Set<LinkedTask> links() {
    return links;
  }

  Set<InlineBody> inlines() {
    return inlines;
  }

  Set<String> classes() {
    return classes;
  }

  private void list(ClassNode owner, String name, String descriptor, MemberScan scan) {
    String binary = owner.name.replace('/', '.');
    if (members.add(new CodeMember(binary, name, descriptor, scan.digest()))) {
      follow(scan);
    }
  }

  /** The field is the first of its name up the superclasses and interfaces. */
  private void addField(Reach.StaticRead read) {
    Optional<ClassNode> from = program.user(read.owner());
    if (from.isEmpty()) {
      return;
    }
    for (ClassNode owner : dispatch.supertypes(from.get())) {
      FieldNode field = ProgramClasses.field(owner, read.name());
      if (field != null && !program.isLocal(owner.name)) {
        list(owner, field.name, field.desc, slices.field(owner, field));
        add(new Reach.Initialised(owner.name));
        return;
      }
    }
  }

  private void addInitialisation(ClassNode type) {
    if (!program.isLocal(type.name)) {
      slices.effects(type).ifPresent(scan -> list(type, "<clinit>", "()V", scan));
      slices.initialised(type).forEach(name -> add(new Reach.Initialised(name)));
    }
    for (ClassNode above : dispatch.supertypes(type)) {
      boolean isClass = !ProgramClasses.has(above.access, Opcodes.ACC_INTERFACE);
      if (above != type && (isClass || hasDefaults(above))) {
        add(new Reach.Initialised(above.name));
      }
    }
  }

  /** Interfaces with default methods are initialised with a class that has them (JLS 12.4.1). */
  private static boolean hasDefaults(ClassNode type) {
    int other = Opcodes.ACC_ABSTRACT | Opcodes.ACC_STATIC;
    return type.methods.stream().anyMatch(method -> !ProgramClasses.has(method.access, other));
  }

  private void addInstance(ClassNode type) {
    dispatch.overrides(type).forEach(this::add);
    for (ClassNode above : dispatch.supertypes(type)) {
      if (!program.isLocal(above.name)) {
        list(above, HEADER, "", scans.header(above));
      }
    }
    add(new Reach.Initialised(type.name));
  }
}
