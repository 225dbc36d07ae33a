package dev.heddle.testkit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever clients, workers and deaths do in whatever order, a store does as the model says. */
@SuppressWarnings("NullAway") // what is null where it must not be fails the test, as it should
public interface RandomCourseContract extends StoreUnderTest {
  /** Deaths are rare, since in some stores each of them is that of a real process. */
  int STEPS_BETWEEN_DEATHS = 300;

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_128, 3, 4_711})
  default void anyCourseIsThatOfTheModel(long seed) {
    int step = 0;
    try {
      RandomCourse course = new RandomCourse(this, seed);
      int lastDeath = 0;
      for (step = 1; step <= steps(); step++) {
        boolean mayKill = step - lastDeath > STEPS_BETWEEN_DEATHS;
        if (course.step(mayKill)) {
          lastDeath = step;
        }
        if (step % 250 == 0) {
          course.compareAll();
        }
      }
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ", step " + step + ": " + e.getMessage(), e);
    }
  }

  /** How long each sequence is. */
  default int steps() {
    return 1_000;
  }
}
