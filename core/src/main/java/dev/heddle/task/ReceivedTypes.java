package dev.heddle.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.signature.SignatureReader;
import org.objectweb.asm.signature.SignatureVisitor;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.RecordComponentNode;

/**
 * What counts of a type whose values come to a task from outside: how they are constructed and
 * taken apart, what they override, and the same of their fields' types and of their subtypes.
 */
final class ReceivedTypes {
  private static final String JACKSON = "Lcom/fasterxml/jackson/annotation/";
  private static final Set<String> CODEC_METHODS = Set.of("readResolve", "writeReplace");

  private final ProgramClasses program;
  private final Subtypes subtypes;
  private final Map<String, List<Reach>> known = new HashMap<>();

  ReceivedTypes(ProgramClasses program, Subtypes subtypes) {
    this.program = program;
    this.subtypes = subtypes;
  }

  List<Reach> of(ClassNode type) {
    List<Reach> reaches = known.get(type.name);
    if (reaches == null) {
      reaches = find(type);
      known.put(type.name, reaches);
    }
    return reaches;
  }

  private List<Reach> find(ClassNode type) {
    List<Reach> reaches = new ArrayList<>();
    reaches.add(new Reach.Instantiated(type.name));
    for (MethodNode method : type.methods) {
      if (isHook(type, method)) {
        reaches.add(new Reach.Invoked(type.name, method.name, method.desc, false));
      }
    }
    Set<String> mentioned = new LinkedHashSet<>();
    for (FieldNode field : type.fields) {
      if (ProgramClasses.has(field.access, Opcodes.ACC_ENUM)) {
        reaches.add(new Reach.StaticRead(type.name, field.name, field.desc));
      } else if (!ProgramClasses.has(field.access, Opcodes.ACC_STATIC)) {
        mentioned.addAll(userClasses(field.desc, field.signature));
      }
    }
    if (type.superName != null && program.isUser(type.superName)) {
      program.user(type.superName).ifPresent(above -> addInherited(above, reaches, mentioned));
    }
    if (!ProgramClasses.has(type.access, Opcodes.ACC_FINAL)) {
      mentioned.addAll(subtypes.of(type.name));
    }
    mentioned.remove(type.name);
    mentioned.forEach(name -> reaches.add(new Reach.Received(name)));
    return reaches;
  }

  /** A superclass's fields are received too, but not its other subclasses. */
  private void addInherited(ClassNode above, List<Reach> reaches, Set<String> mentioned) {
    for (FieldNode field : above.fields) {
      if (!ProgramClasses.has(field.access, Opcodes.ACC_STATIC)) {
        mentioned.addAll(userClasses(field.desc, field.signature));
      }
    }
    for (MethodNode method : above.methods) {
      if (!method.name.equals("<init>") && isHook(above, method)) {
        reaches.add(new Reach.Invoked(above.name, method.name, method.desc, false));
      }
    }
    if (above.superName != null) {
      program.user(above.superName).ifPresent(next -> addInherited(next, reaches, mentioned));
    }
  }

  private static boolean isHook(ClassNode type, MethodNode method) {
    return method.name.equals("<init>")
        || CODEC_METHODS.contains(method.name)
        || isAccessor(type, method)
        || isAnnotated(method.visibleAnnotations);
  }

  private static boolean isAccessor(ClassNode type, MethodNode method) {
    if (type.recordComponents == null || !method.desc.startsWith("()")) {
      return false;
    }
    for (RecordComponentNode component : type.recordComponents) {
      if (component.name.equals(method.name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAnnotated(@Nullable List<AnnotationNode> annotations) {
    return annotations != null
        && annotations.stream().anyMatch(annotation -> annotation.desc.startsWith(JACKSON));
  }

  /** The user classes that a descriptor and a generic signature name. */
  Set<String> userClasses(String descriptor, @Nullable String signature) {
    Set<String> names = new LinkedHashSet<>();
    Type type = Type.getType(descriptor);
    if (type.getSort() == Type.METHOD) {
      for (Type argument : type.getArgumentTypes()) {
        ProgramClasses.className(argument).ifPresent(names::add);
      }
      ProgramClasses.className(type.getReturnType()).ifPresent(names::add);
    } else {
      ProgramClasses.className(type).ifPresent(names::add);
    }
    if (signature != null) {
      new SignatureReader(signature).accept(new Names(names));
    }
    names.removeIf(name -> !program.isUser(name));
    return names;
  }

  /** Gathers the class names of a generic signature. */
  private static final class Names extends SignatureVisitor {
    private final Set<String> names;
    private String current = "";

    Names(Set<String> names) {
      super(Opcodes.ASM9);
      this.names = names;
    }

    @Override
    public void visitClassType(String name) {
      current = name;
      names.add(name);
    }

    @Override
    public void visitInnerClassType(String name) {
      current = current + "$" + name;
      names.add(current);
    }
  }
}
