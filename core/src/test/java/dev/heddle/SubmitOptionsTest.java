package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void tagsAreASetThatOtherOptionsLeaveAlone() {
    SubmitOptions tagged = SubmitOptions.NONE.withTags("nightly", "customer:42", "nightly");

    assertThat(tagged.tags()).containsExactly("customer:42", "nightly");
    assertThat(tagged.withQueue("q").withKey("k").withRetries(1).withPriority(3).tags())
        .isEqualTo(tagged.tags());
    assertThat(tagged.withTags("other").tags()).containsExactly("other");
    assertThat(tagged.tagsOver(Set.of("of the task", "nightly")))
        .containsExactly("customer:42", "nightly", "of the task");
    assertThat(SubmitOptions.NONE.tagsOver(Set.of("of the task"))).containsExactly("of the task");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "a\u0000", "\u009b31m"})
  void aTagIsShortTextOfOneLine(String tag) {
    assertThatThrownBy(() -> SubmitOptions.NONE.withTags("good", tag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a tag has ");
  }

  @Test
  void thereIsAnEndToTheLengthAndTheNumberOfTags() {
    assertThat(SubmitOptions.NONE.withTags("x".repeat(100)).tags()).hasSize(1);
    assertThatThrownBy(() -> SubmitOptions.NONE.withTags("x".repeat(101)))
        .hasMessageContaining("1 to 100 characters");

    String[] twenty = IntStream.range(0, 20).mapToObj(n -> "t" + n).toArray(String[]::new);
    SubmitOptions full = SubmitOptions.NONE.withTags(twenty);
    assertThat(full.tagsOver(Set.of("t0"))).hasSize(20);
    assertThatThrownBy(() -> full.tagsOver(Set.of("one more")))
        .hasMessage("an invocation can have 20 tags, and not 21");
  }
}
