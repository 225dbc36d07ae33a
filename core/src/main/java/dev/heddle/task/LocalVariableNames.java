package dev.heddle.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The names in a method's local variable table. A class of its own, so that where the compiler kept
 * parameter names no class of ASM is loaded for them.
 */
final class LocalVariableNames {
  private LocalVariableNames() {}

  /** The local variables that live from the first instruction on, by slot. */
  static Map<Integer, String> of(Method method) {
    Class<?> owner = method.getDeclaringClass();
    String file = owner.getName().substring(owner.getName().lastIndexOf('.') + 1) + ".class";
    Map<Integer, String> names = new HashMap<>();
    try (InputStream bytes = owner.getResourceAsStream(file)) {
      if (bytes != null) {
        new ClassReader(bytes).accept(new LocalVariables(method, names), ClassReader.SKIP_FRAMES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the class file of " + owner.getName(), e);
    }
    return names;
  }

  private static final class LocalVariables extends ClassVisitor {
    private final Method method;
    private final Map<Integer, String> names;

    LocalVariables(Method method, Map<Integer, String> names) {
      super(Opcodes.ASM9);
      this.method = method;
      this.names = names;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!name.equals(method.getName()) || !descriptor.equals(Type.getMethodDescriptor(method))) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitLocalVariable(
            String local,
            String type,
            @Nullable String generic,
            Label start,
            Label end,
            int index) {
          names.putIfAbsent(index, local);
        }
      };
    }
  }
}
