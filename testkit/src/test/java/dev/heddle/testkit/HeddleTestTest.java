package dev.heddle.testkit;

import static dev.heddle.testkit.HeddleAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.Retry;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@HeddleTest
class HeddleTestTest {
  @Task
  static String greet(String name) {
    return "Hello, " + name;
  }

  @Task
  static String greetLater(String name) {
    return Heddle.current().submit(HeddleTestTest::greet, name).id();
  }

  @Task(retry = @Retry(max = 2, backoff = "PT1M"))
  static String flaky(TaskContext context) {
    if (context.attempt() == 1) {
      throw new IllegalStateException("not yet");
    }
    return "now";
  }

  @Test
  void nothingRunsByItself(TestApp app) {
    Invocation<String> one = app.heddle().submit(HeddleTestTest::greet, "Ada");

    assertThat(one).isInState(InvocationState.QUEUED);
    app.runAll();
    assertThat(one).succeededWith("Hello, Ada").hasAttempts(1);
    assertThat(one)
        .hasStates(InvocationState.QUEUED, InvocationState.RUNNING, InvocationState.SUCCEEDED);
  }

  @Test
  void whatRunsMayOrderMoreAndThatRunsToo(TestApp app) {
    app.heddle().submit(HeddleTestTest::greetLater, "Ada");
    app.runAll();

    assertThat(app.invocations())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each).isInState(InvocationState.SUCCEEDED));
  }

  @Test
  void timePassesOnlyWhenTheTestSaysSo(TestApp app, Heddle heddle, DrivenClock clock) {
    Invocation<String> later =
        heddle
            .with(SubmitOptions.NONE.withDelay(Duration.ofDays(1)))
            .submit(HeddleTestTest::greet, "Ada");

    app.runAll();
    assertThat(later).isInState(InvocationState.SCHEDULED);
    clock.advance(Duration.ofDays(1));
    app.runAll();
    assertThat(later).succeededWith("Hello, Ada");
  }

  @Test
  void aRetryWaitsForItsTimeByTheClock(TestApp app) {
    Invocation<String> flaky = app.heddle().submit(HeddleTestTest::flaky, TaskContext.injected());

    app.runAll();
    assertThat(flaky).isInState(InvocationState.RETRYING);
    app.runAll();
    assertThat(flaky).isInState(InvocationState.RETRYING);
    app.advance(Duration.ofMinutes(1));
    app.runAll();
    assertThat(flaky).succeededWith("now").hasAttempts(2);
  }

  @Test
  void aFailureTellsTheHistory(TestApp app) {
    Invocation<String> one = app.heddle().submit(HeddleTestTest::greet, "Ada");
    app.runAll();

    assertThatThrownBy(() -> assertThat(one).isInState(InvocationState.FAILED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expected")
        .hasMessageContaining("Its history:")
        .hasMessageContaining("RUNNING  attempt 1");
  }
}
