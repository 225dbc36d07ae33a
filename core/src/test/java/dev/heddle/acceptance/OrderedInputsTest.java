package dev.heddle.acceptance;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.ExpressionException;
import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.InstanceProvider;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.Ids;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Outcome;
import dev.heddle.store.Submission;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is ordered by another version, is huge, is many, or can't be ordered at all. */
@Timeout(120)
class OrderedInputsTest {
  private final MemoryStore store = new MemoryStore();
  private final Heddle heddle =
      Heddle.builder().store(store).slots(4).instances(new Services("a shop")).open();

  @AfterEach
  void close() {
    heddle.close();
  }

  @Task
  static int length(String text, int times) {
    return text.length() * times;
  }

  static class Shop {
    private final String name;

    Shop(String name) {
      this.name = name;
    }

    @Task
    String sell(String what) {
      return what + " from " + name;
    }
  }

  /** Makes one shop, whose name no record knows. */
  record Services(String name) implements InstanceProvider {
    @Override
    public <T> T get(Class<T> type) {
      return type.cast(new Shop(name));
    }
  }

  record Price(int cents) {
    @Task
    int times(int count) {
      return cents * count;
    }
  }

  /** Orders the task as another version of the program would have. */
  private Invocation<?> orderedBefore(String... arguments) {
    Invocation<Integer> today = heddle.submit(OrderedInputsTest::length, "abc", 2);
    Submission like =
        store.invocation(Ids.parse(today.id()).orElseThrow()).orElseThrow().queue().submission();
    long id = store.reserveIds(1);
    Submission before =
        new Submission(
            id,
            id,
            null,
            like.task(),
            like.key(),
            List.of(arguments).stream()
                .map(text -> new StoredValue(like.key(), text.getBytes(StandardCharsets.UTF_8)))
                .toList(),
            null,
            like.order(),
            0,
            like.submittedAt());
    Outcome outcome =
        store
            .apply(
                List.of(
                    new ChangeSet(
                        store.reserveNumbers(1),
                        ChangeSet.Fence.NONE,
                        List.of(new Change.Submitted(List.of(before), 0)))))
            .get(0);
    assertThat(outcome).isEqualTo(new Outcome.Applied());
    return heddle.invocation(Ids.text(id));
  }

  @Test
  void anArgumentThatNoLongerFitsFailsNamingItsParameter() {
    Invocation<?> before = orderedBefore("\"abc\"", "\"twice\"");
    heddle.worker(WorkerOptions.DEFAULT);

    assertThatThrownBy(before::result)
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("parameter 'times' (int)")
        .hasMessageContaining("length")
        .hasMessageContaining("order it again");
    assertThat(before.state()).isEqualTo(InvocationState.FAILED);
  }

  @Test
  void oneArgumentTooFewFailsNamingBothSignatures() {
    Invocation<?> before = orderedBefore("\"abc\"");
    heddle.worker(WorkerOptions.DEFAULT);

    assertThatThrownBy(before::result)
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("(String text, int times) now")
        .hasMessageContaining("ordered with 1");
  }

  @Test
  void twentyMegabytesAreAnArgumentLikeAnyOther() {
    heddle.worker(WorkerOptions.DEFAULT);
    String large = "x".repeat(20 << 20);

    assertThat(heddle.submit(OrderedInputsTest::length, large, 1).result()).isEqualTo(20 << 20);
  }

  @Test
  void aHundredThousandItemsAreOneBatch() {
    heddle.worker(WorkerOptions.DEFAULT);
    List<String> items = IntStream.range(0, 100_000).mapToObj(i -> "" + i % 10).toList();

    assertThat(heddle.submitEach(OrderedInputsTest::length, items, 7).results())
        .hasSize(100_000)
        .containsOnly(7);
  }

  @Test
  void noItemsAreAnEmptyBatch() {
    assertThat(heddle.submitEach(OrderedInputsTest::length, List.of(), 7).results()).isEmpty();
  }

  @Test
  void theTaskOfAServiceRunsOnTheInstanceThatItsWorkerSupplies() {
    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(heddle.submit(new Shop("nobody knows")::sell, "tea").result())
        .isEqualTo("tea from a shop");
  }

  @Test
  void aRecordIsAnArgument() {
    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(heddle.submit(new Price(250)::times, 3).result()).isEqualTo(750);
  }

  @Test
  void anExpressionWithALambdaIsRefusedBeforeAnythingIsOrdered() {
    assertThatThrownBy(
            () -> heddle.submit(lazy(OrderedInputsTest::length, "abc", 2).map(n -> n + 1)))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("inline function");
    assertThatThrownBy(() -> heddle.submit(dev.heddle.Lazy.value(1)))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("without a task");
    assertThat(store.submitted(Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedWhereTheyAreMade() {
    assertThatThrownBy(() -> SubmitOptions.NONE.withQueue(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> WorkerOptions.DEFAULT.withSlots(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
