package dev.heddle.expr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.DirRef;
import dev.heddle.Expr;
import dev.heddle.FileRef;
import dev.heddle.Lazy;
import dev.heddle.Lazy.Fn1;
import dev.heddle.Task;
import dev.heddle.TaskRef;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosureTest {
  record Point(int x, int y) {
    Closure shift() {
      Fn1<Integer, Integer> add = n -> n + x;
      return Closure.of(add);
    }
  }

  @Task
  static int inc(int n) {
    return n + 1;
  }

  @Test
  void saysWhereTheBodyIs() {
    Fn1<Integer, Integer> lambda = n -> n + 1;
    Fn1<String, Integer> method = String::length;
    Fn1<String, StringBuilder> constructor = StringBuilder::new;

    Closure closure = Closure.of(lambda);

    assertThat(closure.implClass()).isEqualTo("dev.heddle.expr.ClosureTest");
    assertThat(closure.implMethod()).startsWith("lambda$saysWhereTheBodyIs$");
    assertThat(closure.implDescriptor()).isEqualTo("(Ljava/lang/Integer;)Ljava/lang/Integer;");
    assertThat(closure.implKind()).isEqualTo(MethodHandleInfo.REF_invokeStatic);
    assertThat(closure.live()).isSameAs(lambda);
    assertThat(closure.captures()).isEmpty();
    assertThat(Closure.of(method).implMethod()).isEqualTo("length");
    assertThat(Closure.of(method).implKind()).isEqualTo(MethodHandleInfo.REF_invokeVirtual);
    assertThat(Closure.of(constructor).implMethod()).isEqualTo("<init>");
  }

  @Test
  void splitsCapturesIntoValuesAndExpressions() {
    int number = 1;
    long big = 2;
    char letter = 'c';
    boolean flag = true;
    double real = 0.5;
    String text = "t";
    DayOfWeek day = DayOfWeek.MONDAY;
    Point point = new Point(1, 2);
    TaskRef<Integer, Integer> ref = Lazy.ref(ClosureTest::inc);
    Expr<Integer> expr = Lazy.value(7);
    String none = null;
    FileRef file = FileRef.of("in.txt");
    DirRef folder = DirRef.of("out");
    Lazy.ExprFn1<Integer, String> function =
        n ->
            expr.map(
                    m ->
                        "" + number + big + letter + flag + real + text + day + point + none + file
                            + folder)
                .map(s -> s + ref);

    Closure closure = Closure.of(function);

    List<Object> values = new ArrayList<>();
    for (int i = 0; i < closure.captures().size(); i++) {
      Node<?> capture = closure.captures().get(i);
      values.add(closure.capturedExpr().get(i) ? capture : ((Const<?>) capture).value());
    }
    assertThat(values)
        .containsExactlyInAnyOrder(
            expr, number, big, letter, flag, real, text, day, point, none, file, folder, ref);
    assertThat(closure.capturedExpr()).containsOnlyOnce(true);
  }

  @Test
  void allowsTheRecordThatALambdaIsIn() {
    Closure closure = new Point(3, 4).shift();

    assertThat(closure.captures())
        .singleElement()
        .satisfies(c -> assertThat(((Const<?>) c).value()).isEqualTo(new Point(3, 4)));
    assertThat(closure.implKind()).isNotEqualTo(MethodHandleInfo.REF_invokeStatic);
  }

  @Test
  void readsTheCapturesOfEachFunctionObject() {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int n = i;
      Fn1<Integer, Integer> function = m -> m + n;
      seen.add(((Const<?>) Closure.of(function).captures().get(0)).value());
    }

    assertThat(seen).containsExactly(0, 1, 2);
  }

  @Test
  void takesAFunctionWithoutCapturesApartOnce() {
    Serializable function = (Fn1<Integer, Integer> & Serializable) n -> n + 1;

    assertThat(Closure.of(function)).isSameAs(Closure.of(function));
  }
}
