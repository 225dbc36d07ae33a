package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitOptionsTest {
  private static final RetryPolicy OF_THE_TASK =
      new RetryPolicy(5, Duration.ofSeconds(2), List.of(IOException.class.getName()));

  @Test
  void howOftenIsChangedAlone() {
    assertThat(SubmitOptions.NONE.withRetries(1).retryOver(OF_THE_TASK))
        .isEqualTo(new RetryPolicy(1, OF_THE_TASK.backoff(), OF_THE_TASK.on()));
  }

  @Test
  void theWaitIsChangedAlone() {
    assertThat(SubmitOptions.NONE.withBackoff(Duration.ofMillis(7)).retryOver(OF_THE_TASK))
        .isEqualTo(new RetryPolicy(5, Duration.ofMillis(7), OF_THE_TASK.on()));
  }

  @Test
  void aPolicyReplacesTheWholeAndWhatWasChangedOfItBefore() {
    RetryPolicy whole = RetryPolicy.times(3);

    assertThat(SubmitOptions.NONE.withRetries(1).withRetry(whole).retryOver(OF_THE_TASK))
        .isEqualTo(whole);
    assertThat(SubmitOptions.NONE.withRetry(whole).withRetries(1).retryOver(OF_THE_TASK))
        .isEqualTo(whole.withMax(1));
    assertThat(SubmitOptions.NONE.retryOver(OF_THE_TASK)).isEqualTo(OF_THE_TASK);
  }

  @Test
  void partsOfAPolicyAreCheckedAsAWholeOneIs() {
    assertThatThrownBy(() -> SubmitOptions.NONE.withRetries(-1))
        .hasMessage("retries must be 0 or more, not -1");
    assertThatThrownBy(() -> SubmitOptions.NONE.withBackoff(Duration.ofSeconds(-1)))
        .hasMessage("a backoff can't be negative: PT-1S");
  }
}
