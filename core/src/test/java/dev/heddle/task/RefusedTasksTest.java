package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Compiled;
import dev.heddle.Expr;
import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import dev.heddle.TaskRef;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every signature and every function object that is no task, with what the error offers. */
class RefusedTasksTest {
  interface F1<A, R> extends Serializable {
    R apply(A a) throws Exception;
  }

  record Holder(String name, Expr<String> late) {}

  static class Bad {
    @Task
    static List<Expr<String>> list() {
      return List.of();
    }

    @Task
    static Expr<Map<String, Expr<Integer>>> map() {
      return null;
    }

    @Task
    static Set<? extends Expr<Integer>> set() {
      return Set.of();
    }

    @Task
    static Expr<Optional<Expr<String>>> maybe() {
      return null;
    }

    @Task
    static Expr<String>[] array() {
      return null;
    }

    @Task
    static Holder holder() {
      return null;
    }

    @Task
    static Expr<Expr<String>> twice() {
      return null;
    }

    @Task
    static String parameter(Expr<String> late) {
      return "";
    }

    @Task
    static String parameters(List<Expr<String>> late) {
      return "";
    }

    @Task
    static <T> T generic(T t) {
      return t;
    }

    @Task(name = "  ")
    static String blank() {
      return "";
    }

    @SuppressWarnings("rawtypes")
    @Task
    static Expr raw() {
      return null;
    }

    @Task
    static int over(int n) {
      return n;
    }

    @Task(name = "over-long")
    static long over(long n) {
      return n;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list | return Expr<List<String>>, made with listOf(…)",
        "map | return Expr<Map<String, Integer>>, made with mapOf(entry(…), …)",
        "set | made with setOf(…)",
        "maybe | return Expr<Optional<String>>, made with optional(…)",
        "array | return Expr<String[]>, made with array(…)",
        "holder | made with record(Holder::new, …)",
        "twice | return Expr<String>, made with flatMap",
        "parameter | declare String and pass the expression itself, lazy(…, expr)",
        "parameters | declare List<String> and pass the expression itself, lazy(…, expr), several"
            + " of them lifted with listOf(…)",
        "generic | is generic",
        "blank | blank name",
        "raw | raw Expr",
        "over | each must pin its name",
      })
  void aSignatureIsRefusedWhenTheTaskIsDefined(String name, String remedy) {
    Method method =
        Stream.of(Bad.class.getDeclaredMethods())
            .filter(m -> m.getName().equals(name) && m.getParameterTypes().length < 2)
            .filter(m -> !m.getReturnType().equals(long.class))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> TaskMethod.of(method))
        .isInstanceOf(TaskDefinitionException.class)
        .hasMessageContaining("the task Bad." + name)
        .hasMessageContaining(remedy);
  }

  @Test
  void anOverloadThatPinsItsNameIsATask() throws Exception {
    assertThat(TaskMethod.of(Bad.class.getDeclaredMethod("over", long.class)).name())
        .isEqualTo("over-long");
    assertThatThrownBy(() -> TaskMethod.of(Bad.class, "over"))
        .hasMessageContaining("2 task methods")
        .hasMessageContaining("typed constant");
  }

  static class Varargs {
    @Task
    static String join(String... words) {
      return String.join(" ", words);
    }
  }

  static class Parent {
    @Task
    String f(String s) {
      return s;
    }
  }

  static class Child extends Parent {
    F1<String, String> reference() {
      return super::f;
    }
  }

  @Test
  void aLambdaIsNotATaskAndTheErrorSaysWhatIsOne() {
    F1<String, String> varargs = Varargs::join;

    assertThatThrownBy(() -> TaskMethod.of(varargs))
        .isInstanceOf(TaskDefinitionException.class)
        .hasMessageContaining("varargs")
        .hasMessageContaining("TaskRef.of(")
        .hasMessageContaining("static final Fn1<String[], R>");
    assertThatThrownBy(() -> TaskMethod.of(new Child().reference()))
        .hasMessageContaining("super::f");
    assertThatThrownBy(() -> TaskMethod.of((F1<String, String>) s -> s + s))
        .hasMessageContaining("a lambda in");
  }

  @Test
  void aProtectedTaskOfAnotherPackageIsReachedByName(@TempDir Path folder) throws Exception {
    Compiled compiled =
        Compiled.of(
            folder,
            Map.of(
                "a/Parent.java",
                "package a; public class Parent {"
                    + " @dev.heddle.Task protected String f(String s) { return s; } }",
                "b/Child.java",
                "package b; public class Child extends a.Parent {"
                    + " public dev.heddle.Lazy.Fn1<String, String> f() { return this::f; } }"));
    assertThat(compiled.errors()).isEmpty();
    URL[] classes = {compiled.classes().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      Class<?> child = loader.loadClass("b.Child");
      Object instance = child.getConstructor().newInstance();
      Serializable reference = (Serializable) child.getMethod("f").invoke(instance);

      assertThatThrownBy(() -> TaskMethod.of(reference))
          .hasMessageContaining("protected methods of another package")
          .hasMessageContaining("TaskRef.of(");
      assertThat(TaskRef.<String, String>of(child, "f").task())
          .isSameAs(TaskMethod.of(child, "f"))
          .hasToString("b.Child.f");
    }
  }

  @Test
  void aTypedConstantChoosesAnOverload() {
    F1<Long, Long> constant = Bad::over;

    assertThat(TaskMethod.of(constant).task().name()).isEqualTo("over-long");
  }

  @Test
  void aTypedConstantNamesAVarargsTask() {
    F1<String[], String> constant = Varargs::join;

    assertThat(TaskMethod.of(constant).task()).isSameAs(TaskMethod.of(Varargs.class, "join"));
  }

  @Test
  void aConstructorAndAnOrdinaryObjectAreNotTasks() {
    F1<String, StringBuilder> constructor = StringBuilder::new;
    F1<String, String> object =
        new F1<>() {
          private static final long serialVersionUID = 1L;

          @Override
          public String apply(String s) {
            return s;
          }
        };

    assertThatThrownBy(() -> TaskMethod.of(constructor)).hasMessageContaining("is a constructor");
    assertThatThrownBy(() -> TaskMethod.of(object))
        .hasMessageContaining("expected a lambda or a method reference");
  }

  @Test
  void aTaskOfAnAnonymousClassMustPinItsName() {
    Object anonymous =
        new Object() {
          @SuppressWarnings("unused")
          @Task
          String f() {
            return "";
          }
        };

    assertThatThrownBy(() -> TaskMethod.of(anonymous.getClass(), "f"))
        .hasMessageContaining("anonymous class");
  }
}
