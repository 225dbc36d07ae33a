package dev.heddle.cli;

import dev.heddle.HeddleException;
import dev.heddle.InvocationState;
import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Masking;
import dev.heddle.store.News;
import dev.heddle.store.Store;
import dev.heddle.store.StoredError;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits for an invocation and prints what it came to, from the record alone. */
final class ResultPrinter {
  private static final long LOOK_MILLIS = 200;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Session session;
  private final Store store;
  private final boolean json;
  private final Masking masking;

  ResultPrinter(Session session, Store store, boolean json, Masking masking) {
    this.session = session;
    this.store = store;
    this.json = json;
    this.masking = masking;
  }

  /** The exit code; empty if it has not ended by then, which is said. */
  Optional<Integer> await(long id, Duration wait) {
    long begun = System.nanoTime();
    long end = wait.compareTo(Duration.ofDays(10_000)) > 0 ? Long.MAX_VALUE : wait.toNanos();
    boolean warned = false;
    long heard = Store.NOTHING_HEARD;
    try {
      while (true) {
        List<InvocationRecord> ended = store.ended(List.of(id));
        if (!ended.isEmpty()) {
          return Optional.of(print(ended.get(0)));
        }
        long waited = System.nanoTime() - begun;
        if (waited >= end) {
          InvocationRecord record = store.invocation(id).orElseThrow();
          if (record.state().isFinal()) { // just now
            return Optional.of(print(record));
          }
          tellOpen(record);
          return Optional.empty();
        }
        store.recover(); // the worker it waits for may be dead, and nobody else may look
        if (!warned && waited > PATIENCE_NANOS) {
          warned = warn(id);
        }
        heard =
            store.await(
                News.END,
                heard,
                Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - waited))));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HeddleException("Interrupted while waiting. The invocation goes on.", e);
    }
  }

  /** Says of one that it has not ended; what reads JSON gets its object all the same. */
  private void tellOpen(InvocationRecord record) {
    session
        .screen()
        .line(
            "invocation "
                + Ids.text(record.id())
                + " of "
                + Names.brief(record.task().name())
                + " has not ended: it is "
                + record.state()
                + ", and goes on");
    if (json) {
      session.out().println(json(record));
      session.out().flush();
    }
  }

  /** Says, once, if nobody would take it. */
  private boolean warn(long id) {
    InvocationRecord record = store.invocation(id).orElseThrow();
    if (record.state() != InvocationState.QUEUED || record.queue() == null) {
      return false;
    }
    String queue = Objects.requireNonNull(record.queue()).submission().order().queue();
    Optional<String> unserved = Unserved.of(store).why(queue, record.task().name());
    unserved.ifPresent(
        why -> session.screen().line("1 invocation waits in queue " + queue + "; " + why));
    return unserved.isPresent();
  }

  /** Prints one that has ended; the exit code. */
  int print(InvocationRecord record) {
    if (json) {
      session.out().println(json(record));
    } else if (record.state() == InvocationState.SUCCEEDED) {
      String result = masking.result(record);
      if (result != null && !result.equals("null")) {
        session.out().println(Json.readable(result));
      }
      if (result != null && masking.hides(record)) {
        session.screen().line("This result is sensitive: " + ShowSensitive.OPTION + " prints it");
      }
    } else {
      explain(record);
    }
    session.out().flush();
    return record.state() == InvocationState.SUCCEEDED ? Main.SUCCESS : Main.FAILED;
  }

  private JsonObject json(InvocationRecord record) {
    StoredError error = record.error();
    return new JsonObject()
        .put("invocation", Ids.text(record.id()))
        .put("task", record.task().name())
        .put("state", record.state().name())
        .putJson("result", masking.result(record))
        .put("error", error == null ? null : String.join("\n", Stored.lines(error)));
  }

  private void explain(InvocationRecord record) {
    Style style = session.screen().style();
    StoredError error = record.error();
    String what = Names.brief(record.task().name()) + " " + Ids.text(record.id());
    String how = record.state() == InvocationState.FAILED ? " failed" : " was cancelled";
    session
        .screen()
        .line(
            style.red("error: ")
                + style.bold(what + how + (error == null ? "" : ": " + Stored.brief(error))));
    if (error != null && record.state() == InvocationState.FAILED) {
      Stored.lines(error).forEach(line -> session.screen().line("  " + line));
    }
    session.screen().line(style.dim("heddle log " + Ids.text(record.id()) + " shows its history"));
  }
}
