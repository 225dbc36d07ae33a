package dev.heddle.task;

import dev.heddle.HeddleException;
import dev.heddle.task.MemberScan.InlineBody;
import dev.heddle.task.MemberScan.LinkedTask;
import dev.heddle.value.Hash;
import dev.heddle.value.Hasher;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Walks the tasks of one program: one loader, one family of packages. Not thread-safe. */
final class ProgramWalk {
  private static final Hash NO_HASH = Hash.of(new byte[Hash.LENGTH]);

  private final ProgramClasses program;
  private final Symbols symbols;
  private final MemberScans scans;
  private final StaticSlices slices;
  private final ReceivedTypes received;
  private final Map<InlineBody, Hash> bodies = new HashMap<>();

  /**
   * @param taskClass internal name of the class that declares the first task
   * @param home where that class is
   */
  ProgramWalk(
      CodeRoots roots, ClassFiles files, String taskClass, ClassFiles.@Nullable Place home) {
    program = new ProgramClasses(roots, files, taskClass);
    Subtypes subtypes = new Subtypes(program, files, home);
    symbols = new Symbols(program);
    scans = new MemberScans(program, symbols, new Dispatch(program, subtypes));
    slices = new StaticSlices(program, symbols, scans);
    received = new ReceivedTypes(program, subtypes);
  }

  TaskCode walk(Method method, Class<?>[] hashIncludes) {
    String owner = Type.getInternalName(method.getDeclaringClass());
    String descriptor = Type.getMethodDescriptor(method);
    ClassNode type =
        program.user(owner).orElseThrow(() -> absent(method.getDeclaringClass(), method));
    MethodNode node = ProgramClasses.method(type, method.getName(), descriptor);
    if (node == null) {
      throw new HeddleException(
          "the class file of "
              + method.getDeclaringClass().getName()
              + " has no method "
              + method.getName()
              + descriptor
              + ": it changed since the class was loaded; start again");
    }
    ReachableCode code = reachable().add(new Dispatch.Target(type, node));
    for (String name : received.userClasses(descriptor, node.signature)) {
      code.add(new Reach.Received(name));
    }
    code.add(new Reach.Initialised(owner));
    if (!Modifier.isStatic(method.getModifiers())) {
      code.add(new Reach.Received(owner));
    }
    for (Class<?> included : hashIncludes) {
      String name = Type.getInternalName(included);
      code.addWhole(program.whole(name).orElseThrow(() -> absent(included, method)));
    }
    code.complete();
    List<CodeMember> members = code.members();
    Hasher digest = Hasher.of("task-code").putString(owner).putString(method.getName());
    digest.putString(descriptor);
    putMembers(digest, members);
    List<LinkedTask> links = new ArrayList<>(code.links());
    links.sort(Comparator.comparing(LinkedTask::taskName).thenComparing(LinkedTask::link));
    return new TaskCode(
        digest.hash(),
        members,
        links.stream().map(LinkedTask::link).distinct().toList(),
        sites(code),
        code.classes());
  }

  private ReachableCode reachable() {
    return new ReachableCode(program, scans, slices, received);
  }

  private List<InlineSite> sites(ReachableCode code) {
    List<InlineBody> found = new ArrayList<>(code.inlines());
    found.sort(
        Comparator.comparing(InlineBody::taskName)
            .thenComparing(inline -> inline.taskName().isEmpty() ? bodyHash(inline) : NO_HASH)
            .thenComparing(InlineBody::owner)
            .thenComparing(InlineBody::name)
            .thenComparing(InlineBody::descriptor)
            .thenComparing(InlineBody::kind));
    List<InlineSite> sites = new ArrayList<>();
    int number = -1;
    Hash last = NO_HASH;
    for (InlineBody inline : found) {
      Hash hash = bodyHash(inline);
      number += hash.equals(last) ? 0 : 1;
      last = hash;
      String owner = inline.owner().replace('/', '.');
      sites.add(
          new InlineSite(number, owner, inline.name(), inline.descriptor(), inline.kind(), hash));
    }
    return sites;
  }

  private Hash bodyHash(InlineBody inline) {
    Hash known = bodies.get(inline);
    if (known == null) {
      MemberScan scan = symbols.inlineBody(inline);
      Hasher digest = Hasher.of("inline-body").putHash(scan.digest());
      putMembers(digest, reachable().follow(scan).complete().members());
      known = digest.hash();
      bodies.put(inline, known);
    }
    return known;
  }

  private static void putMembers(Hasher digest, List<CodeMember> members) {
    digest.putInt(members.size());
    for (CodeMember member : members) {
      digest.putString(member.owner()).putString(member.name()).putString(member.descriptor());
      digest.putHash(member.digest());
    }
  }

  private static HeddleException absent(Class<?> type, Method task) {
    return new HeddleException(
        "can't find the class file of "
            + type.getName()
            + " through its own loader, so the code of the task "
            + task.getDeclaringClass().getName()
            + "."
            + task.getName()
            + " can't be hashed: make the class file a resource of the loader, or give the task a"
            + " version");
  }
}
