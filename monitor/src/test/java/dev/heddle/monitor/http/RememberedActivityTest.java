package dev.heddle.monitor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.monitor.ToldStore;
import dev.heddle.store.Activity;
import dev.heddle.store.Activity.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What lies back is asked for once in a while, and the answers are those of the store. */
class RememberedActivityTest {
  private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);
  private static final long DAY = TimeUnit.DAYS.toMillis(1);
  private static final long NOW = ToldStore.NOW;
  private static final long TO = NOW / HOUR * HOUR + HOUR;

  private final ToldStore told = new ToldStore();
  private long passed;
  private final RememberedActivity remembered =
      new RememberedActivity(told.store(), () -> Instant.ofEpochMilli(passed));

  private static Activity ended(long at, long count) {
    return new Activity(at / MINUTE * MINUTE, ToldStore.TASK, Kind.SUCCEEDED, 30, count);
  }

  private static long count(List<Activity> activity) {
    return activity.stream().mapToLong(Activity::count).sum();
  }

  private long byStep() {
    return count(remembered.activity(TO - DAY, TO, HOUR, null));
  }

  private long byTask() {
    return count(remembered.activityByTask(TO - DAY, TO));
  }

  @Test
  void theLastMinutesAreAskedForEachTime() {
    List<Activity> all = new ArrayList<>(List.of(ended(NOW - 3 * HOUR, 5), ended(NOW, 2)));
    told.activity = all;
    assertThat(byStep()).isEqualTo(7);
    assertThat(byTask()).isEqualTo(7);

    told.activity = List.of(ended(NOW - 3 * HOUR, 5), ended(NOW, 3));

    assertThat(byStep()).isEqualTo(8);
    assertThat(byTask()).isEqualTo(8);
  }

  @Test
  void whatLiesBackIsAskedForAgainAfterAWhile() {
    told.activity = List.of(ended(NOW - 3 * HOUR, 5));
    assertThat(byStep()).isEqualTo(5);
    assertThat(byTask()).isEqualTo(5);
    told.activity = List.of(ended(NOW - 3 * HOUR, 6));
    passed = 4 * MINUTE;
    assertThat(byStep()).isEqualTo(5);
    assertThat(byTask()).isEqualTo(5);

    passed = 6 * MINUTE;

    assertThat(byStep()).isEqualTo(6);
    assertThat(byTask()).isEqualTo(6);
  }

  @Test
  void partsAreAddedUpByTaskAndBucket() {
    told.activity =
        List.of(ended(NOW - 3 * HOUR, 5), ended(NOW - 10 * MINUTE, 4), ended(NOW - MINUTE, 2));

    assertThat(remembered.activityByTask(TO - DAY, TO))
        .containsExactly(new Activity(TO - DAY, ToldStore.TASK, Kind.SUCCEEDED, 30, 11));
  }
}
