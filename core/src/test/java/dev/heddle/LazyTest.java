package dev.heddle;

import static dev.heddle.Lazy.array;
import static dev.heddle.Lazy.catchAll;
import static dev.heddle.Lazy.catching;
import static dev.heddle.Lazy.catchingLazy;
import static dev.heddle.Lazy.cond;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.eachZip;
import static dev.heddle.Lazy.entry;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.mapOf;
import static dev.heddle.Lazy.optional;
import static dev.heddle.Lazy.partial;
import static dev.heddle.Lazy.record;
import static dev.heddle.Lazy.ref;
import static dev.heddle.Lazy.seq;
import static dev.heddle.Lazy.setOf;
import static dev.heddle.Lazy.value;
import static dev.heddle.Lazy.when;
import static dev.heddle.Lazy.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.heddle.expr.Assemble;
import dev.heddle.expr.Call;
import dev.heddle.expr.CatchAll;
import dev.heddle.expr.Catching;
import dev.heddle.expr.Cond;
import dev.heddle.expr.Const;
import dev.heddle.expr.Each;
import dev.heddle.expr.Inline;
import dev.heddle.expr.Node;
import dev.heddle.expr.Seq;
import dev.heddle.task.TaskMethod;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyTest {
  static class Tasks {
    @Task
    static int add(int a, int b) {
      return a + b;
    }

    @Task
    static int inc(int a) {
      return a + 1;
    }

    @Task
    static String join(String... words) {
      return String.join(" ", words);
    }

    @Task
    static String show(TaskRef<Integer, Integer> ref) {
      return ref.toString();
    }
  }

  record Price(int cents) {
    @Task
    int plus(int more) {
      return cents + more;
    }
  }

  record Pair(int a, String b) {}

  static class Service {
    @Task
    int serve(int n) {
      return n;
    }
  }

  @Test
  void aCallHoldsItsTaskAndArguments() {
    Expr<Integer> two = value(2);

    Call<?> call = (Call<?>) lazy(Tasks::add, 1, two);

    assertThat(call.task()).isSameAs(TaskMethod.of(Tasks.class, "add"));
    assertThat(values(call.arguments().subList(0, 1))).containsExactly(1);
    assertThat(call.arguments().get(1)).isSameAs(two);
    assertThat(call.options()).isEqualTo(CallOptions.NONE);
  }

  @Test
  void aRecordReceiverIsTheFirstArgumentBoundOrNot() {
    Price price = new Price(5);

    Call<?> bound = (Call<?>) lazy(price::plus, 1);
    Call<?> unbound = (Call<?>) lazy(Price::plus, price, 1);

    assertThat(values(bound.arguments())).containsExactly(price, 1);
    assertThat(values(unbound.arguments())).containsExactly(price, 1);
    assertThat(unbound.task()).isSameAs(bound.task());
  }

  @Test
  void aServiceReceiverIsNoArgument() {
    Service service = new Service();

    Call<?> bound = (Call<?>) lazy(service::serve, 1);
    Call<?> unbound = (Call<?>) lazy(Service::serve, service, 1);

    assertThat(values(bound.arguments())).containsExactly(1);
    assertThat(values(unbound.arguments())).containsExactly(1);
    assertThat(unbound.task())
        .isSameAs(bound.task())
        .isSameAs(TaskMethod.of(Service.class, "serve"));
  }

  @Test
  void eachSpreadsItsItemsAndBroadcastsTheRest() {
    List<Integer> items = new ArrayList<>(Arrays.asList(1, 2, null));

    Each<?> each = (Each<?>) each(Tasks::add, items, value(10));
    items.clear();

    assertThat(each.spreadFrom()).isZero();
    assertThat(each.spreadTo()).isEqualTo(1);
    assertThat(values(each.arguments())).containsExactly(Arrays.asList(1, 2, null), 10);
  }

  @Test
  void eachBroadcastsARecordReceiverBeforeTheItems() {
    Each<?> each = (Each<?>) each(new Price(5)::plus, List.of(1, 2));

    assertThat(each.spreadFrom()).isEqualTo(1);
    assertThat(each.spreadTo()).isEqualTo(2);
    assertThat(values(each.arguments())).containsExactly(new Price(5), List.of(1, 2));
  }

  @Test
  void eachZipSpreadsEveryList() {
    Each<?> each = (Each<?>) eachZip(Tasks::add, List.of(1, 2), value(List.of(3, 4)));

    assertThat(each.spreadFrom()).isZero();
    assertThat(each.spreadTo()).isEqualTo(2);
  }

  @Test
  void aTaskRefIsAValueOfTaskAndGivenArguments() {
    TaskRef<Integer, Integer> addTwo = partial(Tasks::add, 2);
    TaskRef<Integer, Integer> inc = ref(Tasks::inc);
    TaskRef<Integer, Integer> plus = ref(new Price(5)::plus);

    assertThat(addTwo.task()).isSameAs(TaskMethod.of(Tasks.class, "add"));
    assertThat(addTwo.bound()).containsExactly(2);
    assertThat(addTwo).isEqualTo(partial(Tasks::add, 2)).isNotEqualTo(partial(Tasks::add, 3));
    assertThat(addTwo).hasSameHashCodeAs(TaskRef.of(Tasks.class, "add", 2));
    assertThat(inc).isEqualTo(TaskRef.of(Tasks.class, "inc"));
    assertThat(plus.bound()).containsExactly(new Price(5));
    assertThat(values(((Call<?>) lazy(addTwo, 1)).arguments())).containsExactly(2, 1);
    assertThat(values(((Call<?>) lazy(Tasks::show, inc)).arguments())).containsExactly(inc);
  }

  @Test
  void aTaskRefIsCalledForEachItem() {
    Each<?> each = (Each<?>) each(partial(Tasks::add, 2), List.of(1));

    assertThat(each.spreadFrom()).isEqualTo(1);
    assertThat(values(each.arguments())).containsExactly(2, List.of(1));
  }

  @Test
  void aVarargsTaskIsReachedByName() {
    TaskRef<String[], String> join = TaskRef.of(Tasks.class, "join");

    Call<?> call = (Call<?>) lazy(join, new String[] {"a", "b"});

    assertThat(call.task()).isSameAs(TaskMethod.of(Tasks.class, "join"));
    assertThat(call.arguments()).hasSize(1);
  }

  @Test
  void liftersKeepTheirPartsInOrder() {
    Expr<Integer> one = value(1);
    Expr<String> a = value("a");

    assertThat(listOf(one, one)).satisfies(e -> assembled(e, Assemble.Kind.LIST, null, one, one));
    assertThat(setOf(a)).satisfies(e -> assembled(e, Assemble.Kind.SET, null, a));
    assertThat(mapOf(entry(a, one))).satisfies(e -> assembled(e, Assemble.Kind.MAP, null, a, one));
    assertThat(optional(a)).satisfies(e -> assembled(e, Assemble.Kind.OPTIONAL, null, a));
    assertThat(array(String.class, a, a))
        .satisfies(e -> assembled(e, Assemble.Kind.ARRAY, String.class, a, a));
    assertThat(record(Pair::new, one, a))
        .satisfies(e -> assembled(e, Assemble.Kind.RECORD, Pair.class, one, a));
  }

  @Test
  void mapFlatMapAndZipAreInline() {
    Expr<Integer> one = value(1);

    Inline<?> map = (Inline<?>) one.map(n -> n + 1);
    Inline<?> flat = (Inline<?>) one.flatMap(n -> lazy(Tasks::inc, n));
    Inline<?> zip = (Inline<?>) zip(one, one, Integer::sum);

    assertThat(map.sources()).containsExactly((Node<?>) one);
    assertThat(map.flatten()).isFalse();
    assertThat(map.function().implMethod()).startsWith("lambda$mapFlatMapAndZipAreInline");
    assertThat(flat.flatten()).isTrue();
    assertThat(zip.sources()).hasSize(2);
    assertThat(zip.function().implMethod()).isEqualTo("sum");
  }

  @Test
  void aChoiceOfSeveralBranchesTriesThemInOrder() {
    Expr<Boolean> first = value(false);
    Expr<Boolean> second = value(true);
    Expr<Integer> otherwise = value(3);

    Cond<?> chosen =
        (Cond<?>) cond(List.of(when(first, value(1)), when(second, value(2))), otherwise);

    assertThat(chosen.condition()).isSameAs(first);
    assertThat(chosen.otherwise())
        .asInstanceOf(type(Cond.class))
        .satisfies(c -> assertThat(c.condition()).isSameAs(second))
        .satisfies(c -> assertThat(c.otherwise()).isSameAs(otherwise));
    assertThat(((Cond<?>) cond(first, value(1), second, value(2), otherwise)).otherwise())
        .isInstanceOf(Cond.class);
  }

  @Test
  void catchingTakesAHandlerOfAValueOrOfAnExpression() {
    Expr<Integer> body = lazy(Tasks::inc, 1);

    Catching<?> plain = (Catching<?>) catching(body, ArithmeticException.class, e -> 0);
    Catching<?> several =
        (Catching<?>) catching(body, List.of(IOException.class, ArithmeticException.class), e -> 0);
    Catching<?> flat =
        (Catching<?>) catchingLazy(body, ArithmeticException.class, e -> lazy(Tasks::inc, 0));

    assertThat(plain.body()).isSameAs(body);
    assertThat(plain.flatten()).isFalse();
    assertThat(plain.errors()).containsExactly(ArithmeticException.class);
    assertThat(several.errors()).containsExactly(IOException.class, ArithmeticException.class);
    assertThat(flat.flatten()).isTrue();
  }

  @Test
  void catchAllTakesAListOrAnEach() {
    CatchAll<?> list = (CatchAll<?>) catchAll(List.of(value(1), value(2)), IOException.class);
    CatchAll<?> each = (CatchAll<?>) catchAll(each(Tasks::inc, List.of(1)));

    assertThat(list.parts()).isInstanceOf(Assemble.class);
    assertThat(list.errors()).containsExactly(IOException.class);
    assertThat(each.parts()).isInstanceOf(Each.class);
    assertThat(each.errors()).containsExactly(Exception.class);
  }

  @Test
  void seqKeepsItsParts() {
    Expr<Integer> one = lazy(Tasks::inc, 0);

    assertThat(((Seq<?>) seq(one, value(2))).parts()).hasSize(2).first().isSameAs(one);
    assertThat(((Seq<?>) seq()).parts()).isEmpty();
  }

  @Test
  void withGivesOptionsToACopyOfTheCall() {
    CallOptions uncached = CallOptions.NONE.withCache(Cache.NONE);
    Expr<Integer> call = lazy(Tasks::inc, 1);

    Expr<Integer> copy = call.with(uncached);
    Expr<List<Integer>> each = each(new Price(1)::plus, List.of(1)).with(uncached);

    assertThat(((Call<?>) copy).options()).isEqualTo(uncached);
    assertThat(((Call<?>) call).options()).isEqualTo(CallOptions.NONE);
    assertThat(((Each<?>) each).options()).isEqualTo(uncached);
    assertThat(((Each<?>) each).spreadFrom()).isEqualTo(1);
  }

  @Test
  void anExpressionComparesByIdentity() {
    Expr<Integer> call = lazy(Tasks::inc, 1);

    assertThat(call).isNotEqualTo(lazy(Tasks::inc, 1));
    assertThat(List.of(value(2), call).indexOf(call)).isEqualTo(1);
  }

  private static void assembled(
      Expr<?> expr, Assemble.Kind kind, Class<?> detail, Expr<?>... parts) {
    Assemble<?> assemble = (Assemble<?>) expr;
    assertThat(assemble.kind()).isEqualTo(kind);
    assertThat(assemble.detail()).isEqualTo(detail);
    assertThat(assemble.parts()).isEqualTo(List.of(parts));
  }

  private static List<Object> values(List<Node<?>> nodes) {
    return nodes.stream().<Object>map(n -> ((Const<?>) n).value()).toList();
  }
}
