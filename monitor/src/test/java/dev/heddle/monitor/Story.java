package dev.heddle.monitor;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.InvocationState;
import dev.heddle.TaskContext;
import dev.heddle.Worker;
import dev.heddle.WorkerOptions;
import dev.heddle.store.ExecutionRecord;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.WorkerRecord;
import dev.heddle.store.WorkerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What really happened in a store: a worker was killed over its work and another one went on with
 * it; an order and an execution failed; an execution was answered from the record.
 */
final class Story implements AutoCloseable {
  private static final List<String> STATIONS = List.of("Bergen", "Oslo", "Tromso");

  private final Heddle heddle;
  private final Worker worker;

  /** Before anything happened. */
  final Instant began = Instant.now();

  /** When all was over. */
  final Instant ended;

  /** Was killed. */
  final String deadWorker;

  /** Went on with what the dead one had. */
  final String livingWorker;

  /** Was taken over. */
  final String recovered;

  /** Failed, as an order. */
  final String failedOrder;

  /** Failed, as an execution. */
  final String failedExecution;

  /** Ran all of its calls. */
  final String freshExecution;

  /** Was answered from the record. */
  final String cachedExecution;

  /** A call of the fresh one. */
  final String call;

  /** An invocation whose result was on record. */
  final String cachedCall;

  /** The hash of what the fresh one came to. */
  final String value;

  Story(Path folder) throws IOException, InterruptedException {
    heddle = Heddle.builder().root(folder).store(Pipeline.store(folder)).slots(4).open();
    Process doomed = Pipeline.holder(folder, "loom-2");
    try {
      Invocation<String> held = heddle.submit(Pipeline::train, "north", TaskContext.injected());
      recovered = held.id();
      // What the body says reaches the store after the news that it runs.
      await().atMost(Duration.ofSeconds(30)).until(() -> said(recovered) == 1);
    } finally {
      doomed.destroyForcibly().waitFor();
    }
    worker = heddle.worker(WorkerOptions.DEFAULT.withDrainTimeout(Duration.ofSeconds(2)));
    heddle.invocation(recovered).result();
    deadWorker = worker(WorkerState.DEAD);
    livingWorker = worker(WorkerState.ALIVE);
    Invocation<String> failing = heddle.submit(Pipeline::publish, "storm warning");
    assertThatThrownBy(failing::result).hasMessageContaining("refused: storm warning");
    failedOrder = failing.id();
    assertThatThrownBy(() -> heddle.run(lazy(Pipeline::publish, "gale warning")))
        .hasMessageContaining("refused: gale warning");
    failedExecution = newest();
    heddle.run(lazy(Pipeline::region, STATIONS));
    freshExecution = newest();
    List<InvocationRecord> calls =
        heddle.store().invocations(Ids.parse(freshExecution).orElseThrow(), 0, 1);
    call = Ids.text(calls.get(0).id());
    value = latest().result().hash().toString();
    heddle.run(lazy(Pipeline::region, STATIONS));
    cachedExecution = newest();
    heddle.run(lazy(Pipeline::daily, "Monday"));
    heddle.run(lazy(Pipeline::daily, "Monday"));
    cachedCall =
        heddle.store().invocations(latest().id(), 0, 10).stream()
            .filter(one -> one.state() == InvocationState.CACHED)
            .map(one -> Ids.text(one.id()))
            .findFirst()
            .orElseThrow();
    ended = Instant.now();
  }

  private int said(String invocation) {
    return heddle.store().logLines(Ids.parse(invocation).orElseThrow(), 10).size();
  }

  private String worker(WorkerState state) {
    return heddle.store().workers(10).stream()
        .filter(one -> one.state() == state)
        .map(WorkerRecord::id)
        .map(Ids::text)
        .findFirst()
        .orElseThrow();
  }

  private ExecutionRecord latest() {
    return heddle.store().executions(Long.MAX_VALUE, 1).get(0);
  }

  private String newest() {
    return Ids.text(latest().id());
  }

  Heddle heddle() {
    return heddle;
  }

  @Override
  public void close() {
    worker.close();
    heddle.close();
  }
}
