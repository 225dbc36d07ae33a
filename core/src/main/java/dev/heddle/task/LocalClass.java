package dev.heddle.task;

import dev.heddle.value.Hash;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/**
 * The content of a class without a name of its own: all of it, since it is written where it is
 * used.
 */
final class LocalClass {
  private final ProgramClasses program;
  private final Symbols symbols;
  private final ClassNode node;

  LocalClass(ProgramClasses program, Symbols symbols, ClassNode node) {
    this.program = program;
    this.symbols = symbols;
    this.node = node;
  }

  MemberScan scan() {
    MemberScan.Builder out = new MemberScan.Builder("local-class", node.name);
    out.hasher.putString(simpleName());
    putHeader(program, symbols, node, out);
    putSorted(out, fields());
    putSorted(out, methods(out));
    return out.build();
  }

  /** What a class is beside its members: its kind, its supertypes, its record components. */
  static void putHeader(
      ProgramClasses program, Symbols symbols, ClassNode node, MemberScan.Builder out) {
    int kinds = Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM | Opcodes.ACC_RECORD;
    out.hasher.putInt(node.access & kinds);
    symbols.putType(out, node.superName == null ? "" : node.superName);
    List<String> interfaces = new ArrayList<>(node.interfaces);
    interfaces.sort(null);
    out.hasher.putInt(interfaces.size());
    for (String name : interfaces) {
      symbols.putType(out, name);
    }
    List<RecordComponentNode> components =
        node.recordComponents == null ? List.of() : node.recordComponents;
    out.hasher.putInt(components.size());
    for (RecordComponentNode component : components) {
      out.hasher.putString(component.name);
      symbols.putDescriptor(out, component.descriptor);
      String signature = component.signature == null ? "" : component.signature;
      out.hasher.putString(ProgramClasses.mayNameLocal(signature) ? "" : signature);
    }
  }

  private String simpleName() {
    for (InnerClassNode inner : node.innerClasses) {
      if (inner.name.equals(node.name)) {
        return inner.innerName == null ? "" : inner.innerName;
      }
    }
    return "";
  }

  /** Only fields with initial constants: for the rest, the code that uses them says all. */
  private List<Hash> fields() {
    List<Hash> fields = new ArrayList<>();
    for (FieldNode field : node.fields) {
      if (field.value != null && ProgramClasses.has(field.access, Opcodes.ACC_STATIC)) {
        MemberScan.Builder part = new MemberScan.Builder("local-field", node.name);
        part.hasher.putString(field.name);
        symbols.putConstant(part, field.value);
        fields.add(part.build().digest());
      }
    }
    return fields;
  }

  private List<Hash> methods(MemberScan.Builder out) {
    List<Hash> methods = new ArrayList<>();
    for (MethodNode method : node.methods) {
      if (!Symbols.isPlaced(method) && !Symbols.isIgnored(method)) {
        MemberScan.Builder part = new MemberScan.Builder("local-method", node.name);
        part.hasher.putString(method.name);
        symbols.putDescriptor(part, method.desc);
        new NormalForm(program, symbols, node, part).put(method);
        MemberScan scan = part.build();
        methods.add(scan.digest());
        out.absorb(scan);
      }
    }
    return methods;
  }

  private static void putSorted(MemberScan.Builder out, List<Hash> parts) {
    parts.sort(null);
    out.hasher.putInt(parts.size());
    parts.forEach(out.hasher::putHash);
  }
}
