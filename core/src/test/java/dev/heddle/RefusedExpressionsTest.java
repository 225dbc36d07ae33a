package dev.heddle;

import static dev.heddle.Lazy.array;
import static dev.heddle.Lazy.catchAll;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.eachZip;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.partial;
import static dev.heddle.Lazy.record;
import static dev.heddle.Lazy.ref;
import static dev.heddle.Lazy.value;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What can't be built, and what the error says to do. */
class RefusedExpressionsTest {
  static class Tasks {
    @Task
    static int add(int a, int b) {
      return a + b;
    }

    @Task
    static Object any(Object a, int b) {
      return a + "" + b;
    }

    static int plain(int a) {
      return a;
    }
  }

  static class Service {
    @Task
    int serve(int n) {
      return n;
    }
  }

  record Range(int from, int to) {
    Range(int to) {
      this(0, to);
    }

    static Range of(int from, int to) {
      return new Range(from, to);
    }
  }

  private final List<Integer> field = List.of(1);

  @Test
  void aMethodThatIsNoTask() {
    refused(() -> lazy(Tasks::plain, 1), "Tasks.plain(int) is not a task: annotate it with @Task");
    refused(() -> each(Tasks::plain, List.of(1)), "is not a task");
    refused(() -> ref(Tasks::plain), "is not a task");
  }

  @Test
  void aLambdaInPlaceOfATask() {
    Lazy.Fn1<Integer, Integer> lambda = n -> n + 1;

    refused(() -> lazy(lambda, 1), "TaskRef.of(");
  }

  @Test
  void aNullExpressionAndAnExpressionInAValue() {
    Expr<Integer> none = null;

    refused(() -> lazy(Tasks::add, 1, none), "value(null)");
    refused(() -> each(Tasks::add, (List<Integer>) null, 1), "items of each(", "are null");
    refused(() -> value(value(1)), "this is an expression");
    refused(() -> partial(Tasks::any, (Object) value(1)), "holds values", "expr.map");
  }

  @Test
  void aServiceThatIsNotBound() {
    refused(() -> lazy(Service::serve, value(new Service()).map(s -> s), 1), "bind it");
    refused(() -> each(Service::serve, List.of(new Service()), 1), "service::serve");
  }

  @Test
  void listsOfDifferentLength() {
    refused(
        () -> eachZip(Tasks::add, List.of(1, 2), List.of(1)), "one length", "2 and 1 items", "add");
  }

  @Test
  void aTaskRefWithTooFewOrTooManyArguments() {
    refused(() -> TaskRef.of(Tasks.class, "add"), "has 2", "partial(T::f, …)");
    refused(() -> TaskRef.of(Tasks.class, "add", 1, 2), "2 given");
    refused(() -> TaskRef.of(Tasks.class, "ad"), "no task method \"ad\"", "add, any");
  }

  @Test
  void aFunctionThatIsNotTheCanonicalConstructor() {
    Lazy.Fn1<Integer, Range> shorter = Range::new;

    refused(() -> record(shorter, value(1)), "canonical constructor, with 2 components");
    refused(
        () -> record(Range::of, value(1), value(2)), "constructor of a record", "zip(a, b, fn)");
    refused(() -> record(StringBuilder::new, value("a")), "constructor of a record");
  }

  @Test
  void anArrayOfPrimitives() {
    refused(() -> array(int.class, value(1)), "use the boxed class");
  }

  @Test
  void outcomesOfOneExpression() {
    refused(() -> catchAll(value(List.of(1))), "an each(…) or a listOf(…)", "catching");
  }

  @Test
  void optionsOfWhatIsNoCall() {
    refused(
        () -> lazy(Tasks::add, 1, 2).map(n -> n).with(CallOptions.NONE),
        "options are of calls",
        "Tasks.add(1, 2).map(");
  }

  @Test
  void aCaptureThatCantBeRecorded() {
    List<Integer> local = List.of(2);

    refused(
        () -> value(1).map(n -> n + local.size()), "pass it as a task argument", "ListN|List12");
    refused(() -> value(1).map(n -> n + field.size()), "`this`", "local variable");
    refused(() -> value(1).map(n -> n + hashCode()), "`this`");
    refused(() -> value("a").map(new StringBuilder()::append), "StringBuilder");
  }

  @Test
  void aTaskAsAnInlineFunction() {
    refused(
        () -> Lazy.zip(value(1), value(2), Tasks::add),
        "Tasks::add is a task",
        "lazy(Tasks::add, …, …)");
  }

  private static void refused(ThrowingCallable building, String... parts) {
    for (String part : parts) {
      assertThatThrownBy(building)
          .isInstanceOf(HeddleException.class)
          .message()
          .containsPattern(java.util.regex.Pattern.compile(quote(part)));
    }
  }

  private static String quote(String part) {
    return part.contains("|") ? part : java.util.regex.Pattern.quote(part);
  }
}
