package dev.heddle.acceptance;

import static dev.heddle.Lazy.cond;
import static dev.heddle.Lazy.each;
import static dev.heddle.Lazy.lazy;
import static dev.heddle.Lazy.listOf;
import static dev.heddle.Lazy.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.ExecutionListener.Link;
import dev.heddle.Expr;
import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.RunOptions;
import dev.heddle.Sensitive;
import dev.heddle.Task;
import dev.heddle.WorkerListener.AttemptEnded;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Change;
import dev.heddle.store.ChangeSet;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Submission;
import dev.heddle.task.Sensitivity;
import dev.heddle.task.TaskMethod;
import dev.heddle.task.TaskVersion;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is marked as sensitive is in nothing that Heddle says of a call. */
@Timeout(60)
class SensitiveTest {
  private static final String SECRET = "hunter2";
  private static final String MASK = "\"••••\"";

  private final MemoryStore store = new MemoryStore();
  private final Heddle heddle = Heddle.builder().store(store).slots(2).open();

  @AfterEach
  void close() {
    heddle.close();
  }

  @Task
  static String login(String user, @Sensitive String password) {
    return password.isEmpty() ? "nobody is in" : user + " is in";
  }

  @Task
  static String refused(String user, @Sensitive String password) {
    throw new IllegalStateException("no " + user + password.length());
  }

  @Task
  static Expr<String> session(@Sensitive String password) {
    return lazy(SensitiveTest::refused, "ann", password);
  }

  @Task
  static Expr<String> forEver(@Sensitive String password) {
    return lazy(SensitiveTest::forEver, password);
  }

  @Sensitive
  @Task
  static String token(String user) {
    return user + SECRET;
  }

  @Task
  static int pin(@Sensitive int number) {
    return number;
  }

  @Task(key = "{password}")
  static String keyed(@Sensitive String password) {
    return password;
  }

  private ExecutionRecord newest() {
    return store.executions(Long.MAX_VALUE, 1).get(0);
  }

  @Test
  void aListenerAndTheLabelOfTheExecutionDoNotHaveIt() {
    Recorder recorder = new Recorder();
    Heddle heard = heddle.with(RunOptions.DEFAULT.withListener(recorder));

    heard.run(lazy(SensitiveTest::login, "ann", SECRET));

    assertThat(recorder.ran).containsExactly("login(\"ann\"," + MASK + ")");
    assertThat(newest().label()).contains("\"ann\"", MASK).doesNotContain(SECRET);
    heard.run(each(SensitiveTest::pin, List.of(4711, 4712)));
    assertThat(newest().label()).contains("pin, " + MASK).doesNotContain("4711");
  }

  @Test
  void theChainOfAFailureDoesNotHaveIt() {
    Recorder recorder = new Recorder();

    Throwable thrown =
        catchThrowable(
            () ->
                heddle
                    .with(RunOptions.DEFAULT.withListener(recorder))
                    .run(lazy(SensitiveTest::session, SECRET)));

    assertThat(thrown).hasMessage("no ann7");
    assertThat(thrown.getSuppressed()[0])
        .hasMessageContaining("refused(\"ann\", " + MASK + ")")
        .hasMessageContaining("session(" + MASK + ")");
    assertThat(recorder.report().failure().chain())
        .extracting(Link::arguments)
        .containsExactly(List.of(MASK), List.of("\"ann\"", MASK));
    assertThat(newest().error().toString()).doesNotContain(SECRET);
  }

  @Test
  void theCycleOfACallThatWaitsForItselfDoesNotHaveIt() {
    assertThatThrownBy(() -> heddle.run(lazy(SensitiveTest::forEver, SECRET)))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("forEver(" + MASK + ")")
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void aWorkersListenerDoesNotHaveIt() throws Exception {
    BlockingQueue<AttemptEnded> ended = new LinkedBlockingQueue<>();
    heddle.worker(WorkerOptions.DEFAULT.withListener(ended::add));

    assertThat(heddle.submit(SensitiveTest::login, "ann", SECRET).result()).isEqualTo("ann is in");

    AttemptEnded told = ended.poll(20, TimeUnit.SECONDS);
    assertThat(told).isNotNull();
    assertThat(told.arguments()).containsExactly("\"ann\"", MASK);
  }

  @Test
  void anArgumentThatNoLongerFitsIsNotQuoted() {
    long id = store.reserveIds(1);
    Submission like = recordOf(heddle.submit(SensitiveTest::pin, 4711)).queue().submission();
    StoredValue text = new StoredValue(like.key(), "\"hunter2\"".getBytes(StandardCharsets.UTF_8));
    store.apply(
        List.of(
            new ChangeSet(
                store.reserveNumbers(1),
                ChangeSet.Fence.NONE,
                List.of(
                    new Change.Submitted(
                        List.of(
                            new Submission(
                                id,
                                id,
                                null,
                                like.task(),
                                like.key(),
                                List.of(text),
                                null,
                                like.order(),
                                0,
                                like.submittedAt())),
                        0)))));
    heddle.worker(WorkerOptions.DEFAULT);

    assertThatThrownBy(() -> heddle.invocation(Ids.text(id)).result())
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("parameter 'number' (int)")
        .hasMessageContaining("••••")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
    assertThat(store.invocation(id).orElseThrow().error().toString()).doesNotContain(SECRET);
  }

  private InvocationRecord recordOf(Invocation<?> invocation) {
    return store.invocation(Ids.parse(invocation.id()).orElseThrow()).orElseThrow();
  }

  @Test
  void marksAreRecordedWithTheTaskAndAreNoPartOfItsHash() {
    heddle.run(lazy(SensitiveTest::login, "ann", SECRET));

    InvocationRecord login = store.invocations(newest().id(), 0, 1).get(0);
    TaskVersion task = login.task();
    assertThat(task.sensitivity()).isEqualTo(new Sensitivity(Set.of(1), false));
    assertThat(new String(login.arguments().get(1).bytes(), StandardCharsets.UTF_8))
        .as("whoever may read the store may read it: it has to outlive a crash")
        .isEqualTo("\"hunter2\"");
    assertThat(new TaskVersion(task.name(), task.hash(), List.of(), "", task.members()))
        .as("what differs in its marks alone is the same")
        .isEqualTo(task);
  }

  @Test
  void anExecutionWithASensitiveResultInItsValueHasASensitiveValue() {
    heddle.run(lazy(SensitiveTest::token, "ann"));
    assertThat(new Masking(store).hides(newest())).isTrue();

    heddle.run(
        cond(
            value(true),
            lazy(SensitiveTest::token, "ann"),
            lazy(SensitiveTest::login, "ann", SECRET)));
    assertThat(newest().result()).isNotNull();
    assertThat(new Masking(store).hides(newest())).as("taken from the store").isTrue();

    heddle.run(lazy(SensitiveTest::login, "ann", SECRET));
    assertThat(new Masking(store).hides(newest())).isFalse();
  }

  @Test
  void soHasAnOrderedExpression() {
    heddle.worker(WorkerOptions.DEFAULT);
    Invocation<List<String>> both =
        heddle.submit(
            listOf(lazy(SensitiveTest::login, "ann", SECRET), lazy(SensitiveTest::token, "ann")));
    Invocation<List<String>> open =
        heddle.submit(listOf(lazy(SensitiveTest::login, "ann", SECRET)));

    assertThat(both.result()).hasSize(2);
    assertThat(open.result()).hasSize(1);

    assertThat(new Masking(store).hides(recordOf(both))).isTrue();
    assertThat(new Masking(store).hides(recordOf(open))).isFalse();
  }

  @Test
  void aKeyCannotBeMadeOfIt() {
    assertThatThrownBy(() -> heddle.tasks().define(TaskMethod.of(SensitiveTest.class, "keyed")))
        .isInstanceOf(HeddleException.class)
        .hasMessageContaining("key names {password}, which is sensitive");
  }
}
