package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Expr;
import dev.heddle.Lazy;
import dev.heddle.Task;
import dev.heddle.TaskRef;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions of the real {@link Lazy}, named as they name themselves when they run. */
class InlineSiteTest {
  private static final Class<?>[] NOTHING = {};

  static class Base {
    static int inherited(int n) {
      return n + 1;
    }
  }

  static final class Sub extends Base {}

  record Amount(long cents) {
    long doubled() {
      return cents * 2;
    }
  }

  @Task
  static List<Serializable> functions(int n) {
    Lazy.Fn1<Integer, Integer> lambda = x -> x + n;
    Lazy.Fn1<Integer, Integer> same = x -> x + n;
    Lazy.Fn1<Integer, Integer> inherited = Sub::inherited;
    Lazy.Fn1<Amount, Long> unbound = Amount::doubled;
    Lazy.Fn1<Long, Amount> made = Amount::new;
    Lazy.Fn1<Integer, Long> ofLibrary = Integer::longValue;
    Lazy.Fn1<List<String>, Integer> ofInterface = List::size;
    Lazy.Fn1<Integer, Integer> task = InlineSiteTest::other;
    return List.of(lambda, same, inherited, unbound, made, ofLibrary, ofInterface, task);
  }

  @Task(name = "other-task")
  static int other(int n) {
    return n;
  }

  @Task
  static TaskRef<Integer, Integer> reference(int n) {
    return TaskRef.of(InlineSiteTest.class, "other");
  }

  @Task
  static int sum(int a, int b) {
    return a + b;
  }

  @Task
  static TaskRef<Integer, Integer> given(int n) {
    return TaskRef.of(InlineSiteTest.class, "sum", Integer.valueOf(n));
  }

  @Task
  static Expr<Integer> caller(int n) {
    return Lazy.lazy(InlineSiteTest::other, n);
  }

  private static TaskCode walk(String name) throws Exception {
    Method method = InlineSiteTest.class.getDeclaredMethod(name, int.class);
    return new CodeWalk(CodeRoots.standard()).walk(method, NOTHING);
  }

  @Test
  void everyFunctionIsASiteUnderTheNameItGivesItself() throws Exception {
    TaskCode code = walk("functions");

    for (Serializable function : functions(1)) {
      SerializedLambda form = serialized(function);
      assertThat(code.sites())
          .as("%s", form)
          .anyMatch(
              site ->
                  site.implClass().equals(form.getImplClass().replace('/', '.'))
                      && site.implMethod().equals(form.getImplMethodName())
                      && site.implDescriptor().equals(form.getImplMethodSignature())
                      && site.implKind() == form.getImplMethodKind());
    }
  }

  @Test
  void sitesShareANumberIfAndOnlyIfTheyAreTheSameCode() throws Exception {
    List<InlineSite> sites = walk("functions").sites();

    for (InlineSite one : sites) {
      for (InlineSite two : sites) {
        assertThat(one.number() == two.number()).isEqualTo(one.bodyHash().equals(two.bodyHash()));
      }
    }
    assertThat(sites).extracting(InlineSite::number).isSorted().contains(0).doesNotContain(-1);
    assertThat(walk("functions").site(0)).isPresent();
    assertThat(walk("functions").site(sites.size())).isEmpty();
  }

  @Test
  void tasksReachedLazilyAreLinks() throws Exception {
    TaskLink other = new TaskLink("dev/heddle/task/InlineSiteTest", "other", "(I)I");

    assertThat(walk("caller").references()).containsExactly(other);
    assertThat(walk("reference").references()).containsExactly(other);
    assertThat(walk("given").references()).extracting(TaskLink::method).containsExactly("sum");
    assertThat(walk("functions").references()).containsExactly(other);
    assertThat(walk("caller").members()).extracting(CodeMember::name).containsExactly("caller");
  }

  private static SerializedLambda serialized(Serializable function) throws Exception {
    Method form = function.getClass().getDeclaredMethod("writeReplace");
    form.setAccessible(true);
    return (SerializedLambda) form.invoke(function);
  }
}
