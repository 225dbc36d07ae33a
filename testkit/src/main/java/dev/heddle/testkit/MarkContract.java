package dev.heddle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.store.Store;
import dev.heddle.task.Sensitivity;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Marks of what is sensitive: recorded with a task, by whoever knows of them, and never less. */
public interface MarkContract extends StoreUnderTest {
  /** Of an argument, by one version of a program. */
  Sensitivity FIRST = new Sensitivity(Set.of(0), false);

  /** Of another argument and of the result, by another version. */
  Sensitivity REST = new Sensitivity(Set.of(1), true);

  private static Sensitivity marks(Store store, long invocation) {
    return store.invocation(invocation).orElseThrow().task().sensitivity();
  }

  @Test
  default void marksAreReadBackWithTheTask() {
    Orders orders = orders();
    long marked = orders.submit(orders.draft("a").marked(REST).make());
    long plain = orders.submit(orders.draft("b").task("other").make());

    assertThat(marks(store(), marked)).isEqualTo(REST);
    assertThat(marks(store(), plain)).isEqualTo(Sensitivity.NONE);
    assertThat(store().taskVersions(Orders.TASK).get(0).sensitivity()).isEqualTo(REST);
    assertThat(store().taskVersions(Orders.TASK).get(0).parameters())
        .isEqualTo(Calls.TASK.parameters());
  }

  @Test
  default void aMarkCountsForWhatWasRecordedBeforeIt() {
    Orders orders = orders();
    long before = orders.submit("a");
    assertThat(marks(store(), before)).isEqualTo(Sensitivity.NONE);

    long after = orders.submit(orders.draft("b").marked(FIRST).make());

    assertThat(marks(store(), before)).isEqualTo(FIRST);
    assertThat(marks(store(), after)).isEqualTo(FIRST);
    assertThat(store().taskVersions(Orders.TASK)).containsExactly(Calls.TASK);
  }

  @Test
  default void marksOfSeveralProgramsAddUpAndAnOlderOneTakesNoneAway() {
    Orders first = orders();
    long id = first.submit(first.draft("a").marked(FIRST).make());
    Orders rest = new Orders(another());
    rest.submit(rest.draft("b").marked(REST).make());
    Orders older = new Orders(another());
    older.submit("c");
    first.submit("d");

    assertThat(marks(another(), id)).isEqualTo(FIRST.and(REST));
  }
}
