package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.InstanceProvider;
import dev.heddle.TaskContext;
import dev.heddle.WorkerOptions;
import dev.heddle.testkit.HeddleTest;
import dev.heddle.testkit.TestApp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every kind of method runs on a worker when it is called, and gives the caller what it returned.
 */
@HeddleTest
class ShapesTest {
  private final Shapes shapes = new Shapes();

  @Test
  void methodsOfEveryKindAreCarriedOutByAWorker() throws Exception {
    assertThat(Shapes.statically("a")).isEqualTo("a@worker");
    assertThat(shapes.onInstance("b")).isEqualTo("b@worker");
    assertThat(shapes.finally_("c")).isEqualTo("c@worker");
    assertThat(shapes.callPrivately("d")).isEqualTo("d@worker");
    assertThat(Shapes.varargs("e", 1, 2)).isEqualTo("e2@worker");
    assertThat(Shapes.varargs("f")).isEqualTo("f0@worker");
    assertThat(Shapes.overloaded(1)).isEqualTo("int 1@worker");
    assertThat(Shapes.overloaded("x")).isEqualTo("text x@worker");
    assertThat(Shapes.none()).isEqualTo("@worker");
    assertThat(Shapes.nullable(null)).isNull();
    assertThat(Shapes.nullable("g")).isEqualTo("g@worker");
    assertThat(Shapes.injected("h", TaskContext.injected())).isEqualTo("h1@worker");
    assertThat(new Shapes.Price(7).times(6)).isEqualTo("42@worker");
    assertThat(Shapes.Colour.RED.paint("door")).isEqualTo("door RED plain@worker");
    assertThat(Shapes.Colour.GREEN.paint("door")).isEqualTo("door GREEN leaf@worker");
    assertThat(new Shapes.Polite().greet("Ada")).isEqualTo("hello Ada@worker");
    assertThat(Shapes.wide((byte) 1, 2, 3, 'a', true, 4, (short) 5)).isEqualTo(113);
  }

  @Test
  void aLockIsTakenWhereTheBodyRuns() {
    assertThat(Shapes.locked("a")).isEqualTo("a@workertrue");
    assertThat(shapes.lockedInstance("b")).isEqualTo("b@workertrue");
  }

  @Test
  void whoHoldsTheLockOfABodyRunsItWhereItIs() {
    assertThat(Shapes.factorial(5)).isEqualTo(120);
    assertThat(shapes.lockedTwice("a")).isEqualTo("a@workertrue@worker");
    synchronized (shapes) {
      assertThat(shapes.lockedInstance("b")).isEqualTo("b@heretrue");
    }
  }

  @Test
  void typeVariablesAreWhatTheyStandFor() {
    assertThat(Shapes.generic(List.of(Shapes.Colour.RED))).containsExactly(Shapes.Colour.RED);
    assertThat(new Shapes.PriceMaker().twice(new Shapes.Price(1)))
        .containsExactly(new Shapes.Price(1), new Shapes.Price(1));
    assertThat(new Shapes.PriceCutter().each(List.of(new Shapes.Price(1), new Shapes.Price(2))))
        .containsExactly(new Shapes.Price(1), new Shapes.Price(2));
  }

  @Test
  void argumentsArePassedByValue() {
    List<String> mine = new ArrayList<>();
    int[] numbers = {1, 2};

    Shapes.nothing(mine);

    assertThat(mine).isEmpty();
    assertThat(Shapes.array(numbers)).containsExactly(-1, 2);
    assertThat(numbers).containsExactly(1, 2);
  }

  @Test
  void futuresAreGivenAtOnceAndCompleteWithTheWorkersValue() throws Exception {
    assertThat(Shapes.future("a").get(10, TimeUnit.SECONDS)).isEqualTo("a!");
    assertThat(Shapes.stage("b").toCompletableFuture().get(10, TimeUnit.SECONDS))
        .isEqualTo("b@worker");
    assertThat(Shapes.plainFuture("c").get(10, TimeUnit.SECONDS)).isEqualTo("c@worker");
    assertThatThrownBy(() -> Shapes.failingFuture().get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessage("no luck");
  }

  @Test
  void anOverrideRunsWhereItIsCalledAndSoDoesWhatItCallsThroughSuper() {
    assertThat(new Shapes.Base().say("a")).isEqualTo("a@worker");
    assertThat(new Shapes.Derived().say("a")).isEqualTo("derived a@here");
    assertThat(new Shapes.Rude().greet("Ada")).isEqualTo("oi hello Ada@here");
    assertThat(Shapes.Colour.BLUE.paint("door")).isEqualTo("dark door BLUE plain@here");
    assertThat(new Shapes.Visible().narrowed("a")).isEqualTo("narrowed a@here");
  }

  @Test
  void aPrivateMethodIsCalledOnTheClassOfItsReceiver() {
    assertThat(new Shapes.Telling().tell("a")).isEqualTo("a telling@worker");
  }

  @Test
  void whatOnlyMakesAMethodVisibleOverridesNothing() {
    assertThat(new Shapes.Visible().seen("a")).isEqualTo("a@worker");
  }

  @Test
  void aProxyThatChangesArgumentsLeadsToTheBody() {
    InstanceProvider provider =
        new InstanceProvider() {
          @Override
          public <T> T get(Class<T> type) {
            return type.cast(new Shapes.Shapes$$Proxy());
          }
        };
    try (Heddle app =
        Heddle.builder().store("memory:").instances(provider).embeddedWorker().open()) {
      Heddle.setDefault(app);

      assertThat(shapes.onInstance("a")).isEqualTo("proxied a@worker");
    }
  }

  @Test
  void aWorkerIsGivenAClassWhoseTasksAGenericOneDeclares(TestApp app) {
    app.heddle().worker(WorkerOptions.DEFAULT.withTasks(Shapes.PriceMaker.class));

    assertThat(new Shapes.PriceMaker().twice(new Shapes.Price(3))).hasSize(2);
  }

  @Test
  void aCallThatInitialisesAClassRunsWhereItIs() {
    assertThat(Shapes.Initialised.AT_START).isEqualTo("start@here");
    assertThat(Shapes.Initialised.early("later")).isEqualTo("later@worker");
    assertThat(Shapes.InheritingInitialised.AT_START).isEqualTo("start@here");
    assertThat(Shapes.Needed.AT_START).isEqualTo("needs null@here");
  }

  @Test
  void methodsThatOnlyTheConfigurationNamesAreCarriedOutToo() {
    assertThat(Outside.shout("hey")).isEqualTo("HEY@worker");
    assertThat(Outside.add(1, 2)).isEqualTo("3@worker");
    assertThat(Outside.add("1", "2")).isEqualTo("12@here");
  }

  @Test
  void theWorkerThatACallBringsAlongTellsWhatItServes(TestApp app) {
    Shapes.statically("a");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(app.store().workers(10).get(0).tasks())
                    .contains("dev.heddle.agent.Shapes.statically"));
  }

  @Test
  void aVirtualThreadMayCall() throws Exception {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with Java 21");
    AtomicReference<String> got = new AtomicReference<>();
    Runnable call = () -> got.set(Shapes.statically("v") + Thread.currentThread());

    // By reflection: the code is compiled for Java 17.
    Thread caller =
        (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, call);
    caller.join();

    assertThat(got.get()).startsWith("v@worker").contains("VirtualThread");
  }

  @Test
  void whatWasCalledIsOnRecord(TestApp app) {
    Shapes.overloaded("x");

    assertThat(app.invocations()).hasSize(1);
    assertThat(app.invocations().get(0).task())
        .isEqualTo("dev.heddle.agent.Shapes.overloaded(String)");
  }
}
