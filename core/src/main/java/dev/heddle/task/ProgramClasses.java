package dev.heddle.task;

import dev.heddle.HeddleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InnerClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The classes of one program as a tree, parsed once each, without debug data. Knows which are the
 * user's, and which have no name of their own.
 */
final class ProgramClasses {
  /**
   * Ends the name of the synthetic method in which the build-time weaver keeps a woven method's own
   * body; the body is hashed under the method's name.
   */
  static final String WOVEN_BODY = "$heddle$body";

  private static final String TASK = "Ldev/heddle/Task;";
  private static final String DIRECT_TASK = "Ldev/heddle/DirectTask;";

  private final CodeRoots roots;
  private final ClassFiles files;
  private final String family;
  private final String ownNest;
  private final Map<String, Optional<ClassNode>> users = new HashMap<>();
  private final Map<String, Optional<ClassNode>> libraries = new HashMap<>();
  private final Map<String, Boolean> userNames = new HashMap<>();
  private final Map<String, Boolean> local = new HashMap<>();

  /**
   * @param taskClass internal name of the class that declares the task; its nest always counts
   */
  ProgramClasses(CodeRoots roots, ClassFiles files, String taskClass) {
    this.roots = roots;
    this.files = files;
    this.family = CodeRoots.family(taskClass);
    int nested = taskClass.indexOf('$', taskClass.lastIndexOf('/') + 2);
    this.ownNest = nested < 0 ? taskClass : taskClass.substring(0, nested);
  }

  /** Whether the class is the user's own code and its class file can be read. */
  boolean isUser(String name) {
    Boolean known = userNames.get(name);
    if (known == null) {
      known = decideUser(name);
      userNames.put(name, known);
    }
    return known;
  }

  private boolean decideUser(String name) {
    boolean own =
        name.startsWith(ownNest)
            && (name.length() == ownNest.length() || name.charAt(ownNest.length()) == '$');
    if (!own && roots.rulesOut(name)) {
      return false;
    }
    Optional<ClassFiles.Place> place = files.find(name);
    return place.isPresent()
        && (own
            || place.get().root() != null
            || CodeRoots.isOfFamily(name, family)
            || roots.asksFor(name)
            || (roots.isScriptLoader(files.loader()) && files.isOwn(name)));
  }

  /** Whether a class of this name in a jar would be the user's. */
  boolean countsInJar(String name) {
    return !roots.rulesOut(name) && (CodeRoots.isOfFamily(name, family) || roots.asksFor(name));
  }

  /** Whether the name alone says that the class is not the user's. */
  boolean rulesOut(String name) {
    return roots.rulesOut(name);
  }

  /** A class of the user's. */
  Optional<ClassNode> user(String name) {
    Optional<ClassNode> known = users.get(name);
    if (known == null) {
      known = isUser(name) ? parse(name, 0) : Optional.empty();
      users.put(name, known);
    }
    return known;
  }

  /** Any class; of one that is not the user's, the members without their code. */
  Optional<ClassNode> any(String name) {
    if (isUser(name)) {
      return user(name);
    }
    Optional<ClassNode> known = libraries.get(name);
    if (known == null) {
      known = parse(name, ClassReader.SKIP_CODE);
      libraries.put(name, known);
    }
    return known;
  }

  /** A class with its code, whoever's it is. */
  Optional<ClassNode> whole(String name) {
    return isUser(name) ? user(name) : parse(name, 0);
  }

  /**
   * Whether this is a user class without a name of its own: anonymous, local, or inside one. Its
   * name is a number that depends on its neighbours, so it is known by its content.
   */
  boolean isLocal(String name) {
    if (!mayNameLocal(name)) {
      return false;
    }
    Boolean known = local.get(name);
    if (known == null) {
      known = user(name).map(this::decideLocal).orElse(false);
      local.put(name, known);
    }
    return known;
  }

  private boolean decideLocal(ClassNode node) {
    if (node.outerClass != null) {
      return true; // it has an EnclosingMethod attribute
    }
    for (InnerClassNode inner : node.innerClasses) {
      if (inner.name.equals(node.name)) {
        return inner.outerName == null || isLocal(inner.outerName);
      }
    }
    return false;
  }

  /** Whether the text has a dollar followed by a digit, as all names of local classes do. */
  static boolean mayNameLocal(String text) {
    for (int i = text.indexOf('$'); i >= 0; i = text.indexOf('$', i + 1)) {
      if (i + 1 < text.length() && text.charAt(i + 1) >= '0' && text.charAt(i + 1) <= '9') {
        return true;
      }
    }
    return false;
  }

  /**
   * The name of the task that the method is, if it is one: as {@link TaskName} gives it, so that
   * code which refers to a script's task changes with the script's path, as that task's name does.
   */
  Optional<String> taskName(ClassNode owner, MethodNode method) {
    if (method.visibleAnnotations == null) {
      return Optional.empty();
    }
    for (AnnotationNode annotation : method.visibleAnnotations) {
      if (annotation.desc.equals(TASK) || annotation.desc.equals(DIRECT_TASK)) {
        String pinned = pinnedName(annotation);
        String binary = owner.name.replace('/', '.');
        return Optional.of(pinned.isEmpty() ? scope(owner) + binary + "." + method.name : pinned);
      }
    }
    return Optional.empty();
  }

  /** Whether plain calls of the method are carried out as a task's, and so refer to that task. */
  static boolean isDirect(MethodNode method) {
    return method.visibleAnnotations != null
        && method.visibleAnnotations.stream().anyMatch(a -> a.desc.equals(DIRECT_TASK));
  }

  private String scope(ClassNode owner) {
    boolean maybeScript = owner.name.indexOf('/') < 0 && files.isOwn(owner.name);
    return maybeScript ? TaskName.scope(owner.name, files.loader()) : "";
  }

  private static String pinnedName(AnnotationNode annotation) {
    List<Object> values = annotation.values == null ? List.of() : annotation.values;
    for (int i = 0; i + 1 < values.size(); i += 2) {
      if (values.get(i).equals("name")) {
        return (String) values.get(i + 1);
      }
    }
    return "";
  }

  static @Nullable MethodNode method(ClassNode owner, String name, String descriptor) {
    for (MethodNode method : owner.methods) {
      if (method.name.equals(name) && method.desc.equals(descriptor)) {
        return method;
      }
    }
    return null;
  }

  static @Nullable FieldNode field(ClassNode owner, String name) {
    for (FieldNode field : owner.fields) {
      if (field.name.equals(name)) {
        return field;
      }
    }
    return null;
  }

  static boolean has(int access, int flag) {
    return (access & flag) != 0;
  }

  private Optional<ClassNode> parse(String name, int flags) {
    Optional<ClassFiles.Place> place = files.find(name);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    ClassNode node = new ClassNode();
    try {
      new ClassReader(files.read(name, place.get()))
          .accept(node, flags | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new HeddleException(
          "can't understand the class file "
              + place.get().url()
              + ", so no code hash can be made of it: compile it for a release this Heddle knows,"
              + " or give its tasks a version",
          e);
    }
    unweave(node);
    return Optional.of(node);
  }

  /** Puts bodies that the build-time weaver set aside back under their own names. */
  private static void unweave(ClassNode node) {
    List<MethodNode> bodies = new ArrayList<>();
    for (MethodNode method : node.methods) {
      if (method.name.endsWith(WOVEN_BODY) && has(method.access, Opcodes.ACC_SYNTHETIC)) {
        bodies.add(method);
      }
    }
    for (MethodNode body : bodies) {
      String name = body.name.substring(0, body.name.length() - WOVEN_BODY.length());
      MethodNode woven = method(node, name, body.desc);
      if (woven != null) {
        woven.instructions = body.instructions;
        woven.tryCatchBlocks = body.tryCatchBlocks;
        woven.maxLocals = body.maxLocals;
        woven.maxStack = body.maxStack;
        woven.access |= body.access & Opcodes.ACC_SYNCHRONIZED;
        node.methods.remove(body);
      }
    }
  }

  /** The class a type is about: its element type if it is an array; empty for a primitive. */
  static Optional<String> className(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    return element.getSort() == Type.OBJECT
        ? Optional.of(element.getInternalName())
        : Optional.empty();
  }
}
