package dev.heddle.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.assign.TypeCasting;
import net.bytebuddy.implementation.bytecode.assign.primitive.PrimitiveTypeAwareAssigner;
import net.bytebuddy.implementation.bytecode.assign.primitive.VoidAwareAssigner;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes whose methods are direct tasks, by their annotation or by configuration. Reads
 * class files only and loads none. Thread-safe.
 */
public final class DirectWeaver {
  private static final byte[] MARK = ClassFileText.of(MovedBodies.DIRECT_TASK);

  /**
   * Casts without a look at the types of a method: a program may lack some, and what the advice has
   * of them are objects.
   */
  private static final Assigner CASTS =
      new VoidAwareAssigner(
          new PrimitiveTypeAwareAssigner(
              (from, to, typing) ->
                  to.represents(Object.class)
                      ? StackManipulation.Trivial.INSTANCE
                      : TypeCasting.to(to)));

  private final ConfiguredMethods configured;

  /** A weaver that knows, beside the annotation, these methods. */
  public DirectWeaver(ConfiguredMethods configured) {
    this.configured = configured;
  }

  /**
   * The woven form of a class file; null if nothing in it is to be woven, or it is woven already.
   *
   * @param loader finds the types that the class mentions; null for the platform's
   * @throws IllegalStateException if a method can't be woven, naming it
   * @throws NoClassDefFoundError if the loader lacks a class that this one extends
   */
  public byte @Nullable [] weave(@Nullable ClassLoader loader, byte[] classFile) {
    return weave(ClassFileLocator.ForClassLoader.of(loader), classFile);
  }

  /** The same, with a locator that finds the types that the class mentions. */
  byte @Nullable [] weave(ClassFileLocator others, byte[] classFile) {
    Plan plan = plan(classFile);
    if (plan == null) {
      return null;
    }
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(plan.className(), classFile), others);
    TypePool types = TypePool.Default.WithLazyResolution.of(locator);
    TypeDescription type = types.describe(plan.className()).resolve();
    try {
      return weave(new ByteBuddy().with(TypeValidation.DISABLED).decorate(type, locator), plan)
          .make()
          .getBytes();
    } catch (TypePool.Resolution.NoSuchTypeException e) {
      NoClassDefFoundError missing = new NoClassDefFoundError(e.getName());
      missing.initCause(e);
      throw missing;
    }
  }

  /** The builder of a class, with what weaves it: for those who come with a builder. */
  DynamicType.Builder<?> weave(DynamicType.Builder<?> builder, Plan plan) {
    DynamicType.Builder<?> woven = builder;
    for (MethodId method : plan.methods()) {
      woven =
          woven.visit(
              Advice.to(DirectAdvice.class, ClassFileLocator.ForClassLoader.of(getLoader()))
                  .withAssigner(CASTS)
                  .on(
                      ElementMatchers.<MethodDescription>named(method.name())
                          .and(ElementMatchers.hasDescriptor(method.descriptor()))));
    }
    // The last is the first to see the class.
    return woven.visit(new MovedBodies(plan.methods(), plan.unmarked()));
  }

  private static @Nullable ClassLoader getLoader() {
    return DirectWeaver.class.getClassLoader();
  }

  /**
   * What is to be done to a class.
   *
   * @param unmarked those of the methods that only the configuration names
   */
  record Plan(String className, Set<MethodId> methods, Set<MethodId> unmarked) {}

  /** Whether a class file may be one to weave: fast, and sometimes wrong. */
  public boolean mayConcern(String className, byte[] classFile) {
    return configured.has(className) || ClassFileText.isIn(classFile, MARK);
  }

  @Nullable Plan plan(byte[] classFile) {
    ClassReader reader = OpenedClassReader.of(classFile);
    String name = reader.getClassName().replace('/', '.');
    if (!mayConcern(name, classFile)) {
      return null;
    }
    Methods found = new Methods(name, configured.of(name));
    reader.accept(found, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found.plan();
  }

  /** Finds the methods of one class. */
  private static final class Methods extends ClassVisitor {
    private final String className;
    private final Set<String> wanted;
    private final Set<String> missing;
    private final Set<String> others = new TreeSet<>();
    private final Set<MethodId> methods = new LinkedHashSet<>();
    private final Set<MethodId> unmarked = new LinkedHashSet<>();
    private final List<String> bodiless = new ArrayList<>();
    private boolean woven;

    Methods(String className, Set<String> wanted) {
      super(OpenedClassReader.ASM_API);
      this.className = className;
      this.wanted = wanted;
      this.missing = new LinkedHashSet<>(wanted);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      woven |= descriptor.equals(MovedBodies.WOVEN);
      return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      // Bridges have copies of the annotations.
      if ((access & (Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC)) != 0 || name.startsWith("<")) {
        return null;
      }
      MethodId id = new MethodId(name, descriptor);
      others.add(ConfiguredMethods.simple(id));
      boolean named = false;
      for (String written : wanted) {
        if (ConfiguredMethods.names(written, id)) {
          missing.remove(written);
          named = true;
        }
      }
      if (named) {
        unmarked.add(id);
        add(access, id);
      }
      return new MethodVisitor(OpenedClassReader.ASM_API) {
        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String found, boolean visible) {
          if (found.equals(MovedBodies.DIRECT_TASK)) {
            unmarked.remove(id);
            add(access, id);
          }
          return null;
        }
      };
    }

    private void add(int access, MethodId id) {
      if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
        bodiless.add(id.name());
      }
      methods.add(id);
    }

    @Nullable Plan plan() {
      if (woven) {
        return null;
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "direct.methods names "
                + className
                + "."
                + missing.iterator().next()
                + ", but that class has no such method; it has "
                + String.join(", ", others));
      }
      if (!bodiless.isEmpty()) {
        throw new IllegalStateException(
            "the direct task "
                + className
                + "."
                + bodiless.get(0)
                + " has no body in Java that could run on a worker: annotate what implements it");
      }
      return methods.isEmpty()
          ? null
          : new Plan(className, Set.copyOf(methods), Set.copyOf(unmarked));
    }
  }
}
