package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.task.Woven;
import dev.heddle.testkit.HeddleTest;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library that was compiled for Java 1.4, where neither annotations nor class constants were. */
@HeddleTest
class OldClassFileTest {
  @TempDir private Path folder;

  @Test
  void itsConfiguredMethodsAreDirectTasks() throws Exception {
    Files.write(folder.resolve("Old.class"), old());
    URL[] path = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass("Old");
      assertThat(type.isAnnotationPresent(Woven.class)).isTrue();
      Method where = type.getMethod("where", String.class);

      assertThat((String) where.invoke(null, "on "))
          .startsWith("on ")
          .doesNotContain(Thread.currentThread().getName());
    }
  }

  /** Tells the thread it runs on, by way of a subroutine: compilers made finally blocks so. */
  private static byte[] old() {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER;
    type.visit(Opcodes.V1_4, access, "Old", null, "java/lang/Object", null);
    String descriptor = "(Ljava/lang/String;)Ljava/lang/String;";
    int isStatic = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = type.visitMethod(isStatic, "where", descriptor, null, null);
    Label start = new Label();
    Label end = new Label();
    Label routine = new Label();
    code.visitCode();
    code.visitLabel(start);
    code.visitJumpInsn(Opcodes.JSR, routine);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(routine);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    String thread = "java/lang/Thread";
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, thread, "currentThread", "()Ljava/lang/Thread;", false);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, thread, "getName", "()Ljava/lang/String;", false);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "concat", descriptor, false);
    code.visitVarInsn(Opcodes.ASTORE, 0);
    code.visitVarInsn(Opcodes.RET, 1);
    code.visitLabel(end);
    code.visitLocalVariable("text", "Ljava/lang/String;", null, start, end, 0);
    code.visitMaxs(0, 0);
    code.visitEnd();
    type.visitEnd();
    return type.toByteArray();
  }
}
