package dev.heddle.testkit;

import dev.heddle.Heddle;
import dev.heddle.HeddleException;
import dev.heddle.Invocation;
import dev.heddle.WorkerOptions;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.MemoryStore;
import dev.heddle.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An app in memory for one test, its clock, and the only one who carries anything out: {@link
 * #runAll}. A call of a direct task, which waits, brings a worker along that stays for the test.
 */
public final class TestApp implements AutoCloseable {
  /** What the clock shows at the beginning of each test. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final MemoryStore store = new MemoryStore();
  private final DrivenClock clock = new DrivenClock(START);
  private final Class<?> tasks;
  private final Heddle heddle;

  /**
   * An app that nobody works for.
   *
   * @param tasks a class whose tasks are known beside those that are called, such as the test
   */
  public TestApp(Class<?> tasks, int slots) {
    this.tasks = tasks;
    this.heddle = Heddle.builder().store(store).slots(slots).clock(clock).embeddedWorker().open();
  }

  /** The app. */
  public Heddle heddle() {
    return heddle;
  }

  /** Its clock. */
  public DrivenClock clock() {
    return clock;
  }

  /** Its store. */
  public Store store() {
    return store;
  }

  /** Moves the clock. */
  public void advance(Duration time) {
    clock.advance(time);
  }

  /**
   * Carries out all that is due by the clock, and what that orders in turn, and returns when
   * nothing is left to do now. What is planned for later stays planned.
   */
  public void runAll() {
    try {
      heddle.worker(WorkerOptions.DEFAULT.withTasks(tasks).withBurst(true)).join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeddleException("Interrupted while the test's work was carried out.", e);
    }
  }

  /** Every ordered invocation, in the order in which they were ordered. */
  public List<Invocation<?>> invocations() {
    List<Invocation<?>> all = new ArrayList<>();
    for (InvocationRecord record : store.submitted(Long.MAX_VALUE, Integer.MAX_VALUE)) {
      all.add(heddle.invocation(Ids.text(record.id())));
    }
    Collections.reverse(all);
    return all;
  }

  @Override
  public void close() {
    heddle.close();
  }
}
