package dev.heddle.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.InvocationCancelledException;
import dev.heddle.InvocationState;
import dev.heddle.SubmitOptions;
import dev.heddle.Task;
import dev.heddle.TransactionContext;
import dev.heddle.WorkerOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders in a transaction of the application, and effects that are committed with a success. */
@Timeout(60)
class PostgresTransactionsTest {
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private final String url = TestPostgres.store();
  private Heddle heddle;
  private Connection mine;

  @Task
  static int plus(int number) {
    return number + 1;
  }

  /** Books, and does what it is asked to afterwards. */
  @Task
  static int book(int number, String then, TransactionContext context) throws Exception {
    Connection connection = context.connection();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO booking (number) VALUES (?)")) {
      insert.setInt(1, number);
      insert.executeUpdate();
    }
    int run = RUNS.incrementAndGet();
    switch (then) {
      case "fail" -> throw new IllegalStateException("after it has booked");
      case "commit" -> connection.commit();
      case "lose" -> {
        if (run == 1) {
          TestPostgres.endSession(connection);
        }
      }
      case "wait" -> {
        begun.countDown();
        new CountDownLatch(1).await();
      }
      default -> {}
    }
    return number;
  }

  @BeforeEach
  void open() throws SQLException {
    RUNS.set(0);
    begun = new CountDownLatch(1);
    heddle = Heddle.builder().store(url).slots(2).open();
    mine = TestPostgres.connect(url);
    try (Statement statement = mine.createStatement()) {
      statement.execute("CREATE TABLE booking (number INTEGER NOT NULL)");
    }
    mine.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    mine.close();
    heddle.close();
  }

  private void bookMyself(int number) throws SQLException {
    try (Statement statement = mine.createStatement()) {
      statement.execute("INSERT INTO booking (number) VALUES (" + number + ")");
    }
  }

  private List<Integer> bookings() throws SQLException {
    try (Connection other = TestPostgres.connect(url);
        Statement statement = other.createStatement();
        ResultSet row = statement.executeQuery("SELECT number FROM booking ORDER BY number")) {
      List<Integer> numbers = new java.util.ArrayList<>();
      while (row.next()) {
        numbers.add(row.getInt(1));
      }
      return numbers;
    }
  }

  @Test
  void anOrderIsOnRecordIfTheTransactionCommits() throws Exception {
    heddle.worker(WorkerOptions.DEFAULT);
    bookMyself(1);
    Invocation<Integer> one = heddle.submit(mine, PostgresTransactionsTest::plus, 1);
    bookMyself(2); // the transaction finds its own tables as before
    Invocation<Integer> two = heddle.within(mine).submit(PostgresTransactionsTest::plus, 2);
    assertThat(heddle.store().submitted(Long.MAX_VALUE, 10)).as("not before").isEmpty();

    mine.commit();

    assertThat(one.result()).isEqualTo(2);
    assertThat(two.result()).isEqualTo(3);
    assertThat(bookings()).containsExactly(1, 2);
  }

  @Test
  void nothingIsOrderedIfItIsRolledBack() throws Exception {
    bookMyself(1);
    heddle.within(mine).submitEach(PostgresTransactionsTest::plus, List.of(1, 2, 3));

    mine.rollback();

    assertThat(heddle.store().submitted(Long.MAX_VALUE, 10)).isEmpty();
    assertThat(heddle.store().waiting()).isEmpty();
    assertThat(bookings()).isEmpty();
  }

  @Test
  void aKeyThatIsTakenIsAdoptedAndALargeArgumentIsKept() throws Exception {
    Heddle keyed = heddle.with(SubmitOptions.NONE.withKey("only"));
    Invocation<Integer> first = keyed.submit(PostgresTransactionsTest::plus, 1);
    Invocation<Integer> second = keyed.submit(mine, PostgresTransactionsTest::plus, 1);
    Invocation<Integer> large =
        heddle.submit(mine, PostgresTransactionsTest::length, "x".repeat(5_000));
    mine.commit();
    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(large.result()).isEqualTo(5_000);
  }

  @Task
  static int length(String text) {
    return text.length();
  }

  @Test
  void aConnectionThatCanNotBePartOfItIsToldSo() throws Exception {
    mine.setAutoCommit(true);
    assertThatThrownBy(() -> heddle.submit(mine, PostgresTransactionsTest::plus, 1))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("auto-commit");
    mine.setAutoCommit(false);
    bookMyself(1);
    try (Heddle elsewhere = Heddle.builder().store(TestPostgres.store()).open()) {
      assertThatThrownBy(() -> elsewhere.submit(mine, PostgresTransactionsTest::plus, 1))
          .isInstanceOf(HeddleException.class)
          .hasMessageContaining("is not one to the store");
    }
    try (Heddle memory = Heddle.builder().store("memory:").open()) {
      assertThatThrownBy(() -> memory.submit(mine, PostgresTransactionsTest::plus, 1))
          .isInstanceOf(HeddleException.class)
          .hasMessageContaining("needs a store in PostgreSQL");
    }

    mine.commit();

    assertThat(bookings()).as("what was done in it before stays").containsExactly(1);
  }

  @Test
  void effectsAreCommittedWithTheSuccess() throws Exception {
    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(submitted("").result()).isEqualTo(7);

    assertThat(bookings()).containsExactly(7);
  }

  private Invocation<Integer> submitted(String then) {
    return heddle.submit(PostgresTransactionsTest::book, 7, then, TransactionContext.injected());
  }

  @Test
  void effectsOfABodyThatFailsOrCommitsByItselfAreNotThere() throws Exception {
    heddle.worker(WorkerOptions.DEFAULT);

    assertThatThrownBy(() -> submitted("fail").result()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> submitted("commit").result())
        .cause()
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("commit is not the body's to call");

    assertThat(bookings()).isEmpty();
  }

  @Test
  void aBodyWhoseTransactionIsLostRunsAgainAndItsEffectIsThereOnce() throws Exception {
    heddle.worker(WorkerOptions.DEFAULT);

    assertThat(submitted("lose").result()).isEqualTo(7);

    assertThat(RUNS).hasValue(2);
    assertThat(bookings()).containsExactly(7);
  }

  @Test
  void effectsOfWhatWasCancelledAreNotThere() throws Exception {
    heddle.worker(WorkerOptions.DEFAULT);
    Invocation<Integer> waiting = submitted("wait");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

    waiting.cancel();

    assertThatThrownBy(waiting::result).isInstanceOf(InvocationCancelledException.class);
    assertThat(waiting.state()).isEqualTo(InvocationState.CANCELLED);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> TestPostgres.sessions(url, "heddle transaction") == 0);
    assertThat(bookings()).isEmpty();
  }

  @Test
  void whatIsEvaluatedHasNoTransaction() {
    assertThatThrownBy(
            () -> heddle.run(PostgresTransactionsTest::book, 7, "", TransactionContext.injected()))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("only a task that is ordered by itself");
  }
}
