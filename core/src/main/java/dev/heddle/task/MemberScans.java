package dev.heddle.task;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** The scans of the named members of one program, each made once. */
final class MemberScans {
  private final ProgramClasses program;
  private final Symbols symbols;
  private final Dispatch dispatch;
  private final Map<MethodNode, MemberScan> methods = new HashMap<>();
  private final Map<ClassNode, MemberScan> headers = new HashMap<>();

  MemberScans(ProgramClasses program, Symbols symbols, Dispatch dispatch) {
    this.program = program;
    this.symbols = symbols;
    this.dispatch = dispatch;
  }

  Dispatch dispatch() {
    return dispatch;
  }

  MemberScan of(Dispatch.Target target) {
    MemberScan known = methods.get(target.method());
    if (known == null) {
      known = symbols.method(target.owner(), target.method());
      methods.put(target.method(), known);
    }
    return known;
  }

  /** What a class is beside its members. */
  MemberScan header(ClassNode type) {
    MemberScan known = headers.get(type);
    if (known == null) {
      MemberScan.Builder out = new MemberScan.Builder("class", type.name);
      LocalClass.putHeader(program, symbols, type, out);
      known = out.build();
      headers.put(type, known);
    }
    return known;
  }
}
