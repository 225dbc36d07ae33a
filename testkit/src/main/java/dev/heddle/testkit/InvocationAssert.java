package dev.heddle.testkit;

import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.StateChange;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;

/** Assertions about one invocation; every failure shows its history. */
public final class InvocationAssert<R> extends AbstractAssert<InvocationAssert<R>, Invocation<R>> {
  InvocationAssert(Invocation<R> actual) {
    super(actual, InvocationAssert.class);
  }

  /** It is in this state now. */
  public InvocationAssert<R> isInState(InvocationState state) {
    isNotNull();
    InvocationState now = actual.state();
    if (now != state) {
      failWithMessage("Expected %s to be %s but it is %s.%s", actual, state, now, story());
    }
    return this;
  }

  /** It went through exactly these states, in this order. */
  public InvocationAssert<R> hasStates(InvocationState... states) {
    isNotNull();
    List<InvocationState> went = actual.history().stream().map(StateChange::state).toList();
    if (!went.equals(List.of(states))) {
      failWithMessage(
          "Expected %s to have gone through %s but it went through %s.%s",
          actual, List.of(states), went, story());
    }
    return this;
  }

  /** It succeeded, with this result. */
  public InvocationAssert<R> succeededWith(R result) {
    isInState(InvocationState.SUCCEEDED);
    R came = actual.result(Duration.ofSeconds(10));
    if (!Objects.deepEquals(came, result)) {
      failWithMessage("Expected %s to have given <%s> but it gave <%s>.", actual, result, came);
    }
    return this;
  }

  /** It failed; goes on with what it threw. */
  public AbstractThrowableAssert<?, ? extends Throwable> failed() {
    isInState(InvocationState.FAILED);
    return Assertions.assertThat(
        Assertions.catchThrowable(() -> actual.result(Duration.ofSeconds(10))));
  }

  /** It was carried out in this many attempts so far, retries included and recoveries not. */
  public InvocationAssert<R> hasAttempts(int attempts) {
    isNotNull();
    int made = actual.history().stream().mapToInt(StateChange::attempt).max().orElse(0);
    if (made != attempts) {
      failWithMessage(
          "Expected %s to have had %s attempts but it had %s.%s", actual, attempts, made, story());
    }
    return this;
  }

  private String story() {
    return actual.history().stream()
        .map(
            change ->
                change.at()
                    + "  "
                    + change.state()
                    + "  attempt "
                    + change.attempt()
                    + (change.why().isEmpty() ? "" : "  " + change.why()))
        .collect(Collectors.joining("\n  ", "\nIts history:\n  ", ""));
  }
}
