package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Compiled;
import dev.heddle.Expr;
import dev.heddle.Task;
import dev.heddle.TaskDefinitionException;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskMethodTest {
  interface F1<A, R> extends Serializable {
    R apply(A a) throws Exception;
  }

  interface F2<A, B, R> extends Serializable {
    R apply(A a, B b) throws Exception;
  }

  static class Leaves {
    @Task
    static String build(String period, int times) {
      return period.repeat(times);
    }

    @Task(name = "pinned")
    static Expr<List<String>> grow(int count) {
      return null;
    }

    @SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"})
    @Task
    private static void nothing(long[] numbers) throws IOException {
      throw new IOException("from the body");
    }

    static String plain(String s) {
      return s;
    }
  }

  record Price(int cents) {
    @Task
    int times(int n) {
      return cents * n;
    }
  }

  enum Unit {
    METRE {
      @Override
      int factor() {
        return 1;
      }
    },
    MILE {
      @Override
      int factor() {
        return 1609;
      }
    };

    abstract int factor();

    @Task
    int metres(int n) {
      return n * factor();
    }
  }

  interface Shape {
    @Task
    default String describe(String how) {
      return how + " " + this;
    }
  }

  record Circle(int radius) implements Shape {}

  static class Base {
    @Task
    String serve(String what) {
      return "base " + what;
    }
  }

  static class Overriding extends Base {
    @Override
    String serve(String what) {
      return "sub " + what;
    }
  }

  static class Inheriting extends Base {}

  static class Again extends Base {
    @Override
    @Task(name = "again")
    String serve(String what) {
      return "again " + what;
    }
  }

  @Test
  void namesATaskByItsClassAndMethodOrAsPinned() {
    F2<String, Integer, String> build = Leaves::build;
    F1<Integer, Expr<List<String>>> grow = Leaves::grow;

    assertThat(TaskMethod.of(build).task().name())
        .isEqualTo("dev.heddle.task.TaskMethodTest$Leaves.build");
    assertThat(TaskMethod.of(grow).task().name()).isEqualTo("pinned");
  }

  @Test
  void isOneObjectPerMethodHoweverItIsReached() throws Exception {
    F2<String, Integer, String> here = Leaves::build;
    F2<String, Integer, String> there = Leaves::build;
    Method method = Leaves.class.getDeclaredMethod("build", String.class, int.class);

    TaskMethod task = TaskMethod.of(here).task();

    assertThat(TaskMethod.of(here)).isSameAs(TaskMethod.of(here));
    assertThat(TaskMethod.of(there).task()).isSameAs(task);
    assertThat(TaskMethod.of(method)).isSameAs(task);
    assertThat(TaskMethod.of(Leaves.class, "build")).isSameAs(task);
  }

  @Test
  void isOneObjectWhenManyThreadsAskAtOnce() {
    record Fresh(int n) {
      @SuppressWarnings("UnusedMethod")
      @Task
      int f() {
        return n;
      }
    }

    assertThat(
            IntStream.range(0, 1000)
                .parallel()
                .mapToObj(i -> TaskMethod.of(Fresh.class, "f"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void tellsTypesNamesAndResult() {
    TaskMethod build = TaskMethod.of(Leaves.class, "build");
    TaskMethod grow = TaskMethod.of(Leaves.class, "grow");
    TaskMethod nothing = TaskMethod.of(Leaves.class, "nothing");

    assertThat(build.parameterTypes()).containsExactly(String.class, int.class);
    assertThat(build.parameterNames()).containsExactly("period", "times");
    assertThat(build.genericResult()).isEqualTo(String.class);
    assertThat(build.returnsExpr()).isFalse();
    assertThat(grow.returnsExpr()).isTrue();
    assertThat(grow.genericResult().getTypeName()).isEqualTo("java.util.List<java.lang.String>");
    assertThat(nothing.genericResult()).isEqualTo(Void.class);
    assertThat(TaskMethod.servedBy(Leaves.class)).containsExactly(build, grow, nothing);
  }

  @Test
  void takesARecordOrEnumReceiverForTheFirstArgument() throws Throwable {
    F1<Integer, Integer> bound = new Price(5)::times;
    F2<Price, Integer, Integer> unbound = Price::times;
    F1<Integer, Integer> constant = Unit.MILE::metres;

    TaskMethod.Reference reference = TaskMethod.of(bound);

    assertThat(reference.bound()).isTrue();
    assertThat(reference.boundReceiver()).isEqualTo(new Price(5));
    assertThat(reference.task().receiver()).isEqualTo(TaskMethod.Receiver.VALUE);
    assertThat(reference.task().parameterTypes()).containsExactly(Price.class, int.class);
    assertThat(reference.task().parameterNames()).containsExactly("this", "n");
    assertThat(TaskMethod.of(unbound).task()).isSameAs(reference.task());
    assertThat(TaskMethod.of(unbound).bound()).isFalse();
    assertThat(
            reference
                .task()
                .invoke(null, new Object[] {new Price(5), 3}, dev.heddle.TaskContext.injected()))
        .isEqualTo(15);
    assertThat(TaskMethod.of(constant).task()).isSameAs(TaskMethod.of(Unit.class, "metres"));
    assertThat(
            TaskMethod.of(constant)
                .task()
                .invoke(null, new Object[] {Unit.MILE, 2}, dev.heddle.TaskContext.injected()))
        .isEqualTo(3218);
  }

  @Test
  void aBoundReceiverIsReadFromEachFunctionObject() {
    List<F1<Integer, Integer>> both =
        List.of(new Price(1), new Price(2)).stream()
            .map(p -> (F1<Integer, Integer>) p::times)
            .toList();

    assertThat(both)
        .extracting(f -> TaskMethod.of(f).boundReceiver())
        .containsExactly(new Price(1), new Price(2));
  }

  @Test
  void aRecordInheritsTheTaskOfAnInterfaceAsAValue() throws Throwable {
    Shape shape = new Circle(2);
    F1<String, String> reference = shape::describe;

    TaskMethod task = TaskMethod.of(reference).task();

    assertThat(task.receiver()).isEqualTo(TaskMethod.Receiver.VALUE);
    assertThat(task.name()).isEqualTo("dev.heddle.task.TaskMethodTest$Circle.describe");
    assertThat(task.invoke(null, new Object[] {shape, "a"}, dev.heddle.TaskContext.injected()))
        .isEqualTo("a Circle[radius=2]");
  }

  @Test
  void aServiceKeepsTheAnnotatedDeclarationAndItsOwnClass() throws Throwable {
    F1<String, String> base = new Base()::serve;
    F1<String, String> overriding = new Overriding()::serve;
    F1<String, String> inheriting = new Inheriting()::serve;
    F2<Overriding, String, String> unbound = Overriding::serve;
    F2<Inheriting, String, String> unboundInherited = Inheriting::serve;

    TaskMethod task = TaskMethod.of(overriding).task();

    assertThat(task.receiver()).isEqualTo(TaskMethod.Receiver.SERVICE);
    assertThat(task.method().getDeclaringClass()).isEqualTo(Base.class);
    assertThat(task.owner()).isEqualTo(Overriding.class);
    assertThat(task.parameterTypes()).containsExactly(String.class);
    assertThat(task.invoke(new Overriding(), new Object[] {"x"}, dev.heddle.TaskContext.injected()))
        .isEqualTo("sub x");
    assertThat(TaskMethod.of(base).task().name()).endsWith("Base.serve");
    assertThat(TaskMethod.of(inheriting).task().name()).endsWith("Inheriting.serve");
    assertThat(TaskMethod.of(unbound).task()).isSameAs(task);
    assertThat(TaskMethod.of(unboundInherited).task()).isSameAs(TaskMethod.of(inheriting).task());
  }

  @Test
  void anOverridingTaskWinsWhateverTypeTheReferenceWasWrittenWith() {
    Base written = new Again();
    F1<String, String> reference = written::serve;

    assertThat(TaskMethod.of(reference).task().name()).isEqualTo("again");
  }

  interface Greeter {
    @Task
    String greet(String whom);
  }

  /** Named as the containers name the subclasses they make. */
  static class Base$$Proxied extends Base {}

  @Test
  void aProxyStandsForTheClassItsAuthorWrote() {
    Greeter proxy =
        (Greeter)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Greeter.class},
                (self, method, arguments) -> "hello");
    Greeter lambda = whom -> "hello " + whom;
    Base generated = new Base$$Proxied();
    F1<String, String> ofProxy = proxy::greet;
    F1<String, String> ofLambda = lambda::greet;
    F1<String, String> ofGenerated = generated::serve;

    assertThat(TaskMethod.of(ofProxy).task()).isSameAs(TaskMethod.of(Greeter.class, "greet"));
    assertThat(TaskMethod.of(ofLambda).task()).isSameAs(TaskMethod.of(Greeter.class, "greet"));
    assertThat(TaskMethod.of(ofGenerated).task().owner()).isEqualTo(Base.class);
  }

  @Test
  void throwsWhatTheBodyThrows() {
    TaskMethod task = TaskMethod.of(Leaves.class, "nothing");

    assertThatThrownBy(
            () -> task.invoke(null, new Object[] {new long[0]}, dev.heddle.TaskContext.injected()))
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("from the body");
  }

  @Test
  void refusesAMethodThatIsNoTask() {
    F1<String, String> plain = Leaves::plain;

    assertThatThrownBy(() -> TaskMethod.of(plain))
        .isInstanceOf(TaskDefinitionException.class)
        .hasMessage(
            "Leaves.plain(String) is not a task: annotate it with @Task, or call it directly");
    assertThatThrownBy(() -> TaskMethod.of(Leaves.class, "buidl"))
        .hasMessageContaining("no task method \"buidl\"")
        .hasMessageContaining("build");
  }

  @Test
  void namesAScriptsTasksAfterItsFolder(@TempDir Path folder) throws Exception {
    Compiled compiled =
        Compiled.of(
            folder,
            Map.of(
                "Script.java",
                "public class Script { @dev.heddle.Task public static int f(int n, long m, int k)"
                    + " { return n; } }"),
            "-g");
    assertThat(compiled.errors()).isEmpty();
    try (Scoped scripts = new Scoped(compiled.classes(), "examples/reports");
        Scoped root = new Scoped(compiled.classes(), "")) {
      TaskMethod task = TaskMethod.of(scripts.loadClass("Script"), "f");

      assertThat(task.name()).isEqualTo("examples/reports/Script.f");
      assertThat(task.parameterNames()).containsExactly("n", "m", "k");
      assertThat(TaskMethod.of(root.loadClass("Script"), "f").name()).isEqualTo("Script.f");
    }
  }

  private static final class Scoped extends URLClassLoader implements ScriptScope {
    private final String scope;

    Scoped(Path classes, String scope) throws MalformedURLException {
      super(new URL[] {classes.toUri().toURL()}, TaskMethodTest.class.getClassLoader());
      this.scope = scope;
    }

    @Override
    public String scope() {
      return scope;
    }
  }
}
