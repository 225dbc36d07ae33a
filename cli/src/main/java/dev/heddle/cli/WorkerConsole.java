package dev.heddle.cli;

import dev.heddle.WorkerListener;
import dev.heddle.store.Uninterrupted;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Shows what a worker's attempts come to, a line each, on a thread of its own: whoever tells it
 * goes on at once. What comes faster than anybody could read is counted and not shown.
 */
final class WorkerConsole implements WorkerListener, AutoCloseable {
  private static final int WAITING = 500;

  private final Screen screen;
  private final BlockingQueue<AttemptEnded> lines = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong unseen = new AtomicLong();
  private final Thread thread;

  WorkerConsole(Screen screen) {
    this.screen = screen;
    this.thread = new Thread(this::show, "heddle-worker-console");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void ended(AttemptEnded attempt) {
    if (!lines.offer(attempt)) {
      unseen.incrementAndGet();
    }
  }

  private void show() {
    try {
      while (true) {
        screen.line(line(lines.take()));
        long more = unseen.getAndSet(0);
        if (more > 0) {
          screen.line(screen.style().dim("… " + Names.count(more, "more", "more")));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String line(AttemptEnded attempt) {
    Style style = screen.style();
    String label =
        switch (attempt.state()) {
          case SUCCEEDED -> style.cyan("run       ");
          case FAILED -> style.red("failed    ");
          case RETRYING -> style.yellow("retrying  ");
          default -> style.yellow("given back");
        };
    String error = attempt.error();
    String after = attempt.attempt() > 1 ? "  attempt " + attempt.attempt() : "";
    String recovered = attempt.recovered() ? "  taken over from another worker" : "";
    int room = screen.width() - 50;
    return label
        + " "
        + style.dim(attempt.invocation())
        + "  "
        + Names.call(attempt.task(), attempt.arguments(), Math.max(40, room))
        + "  "
        + (error == null ? Times.duration(attempt.millis()) : Names.firstLine(error))
        + after
        + style.dim(recovered);
  }

  /** Shows what has been told so far. */
  @Override
  public void close() {
    thread.interrupt();
    Uninterrupted.join(thread);
    for (AttemptEnded left = lines.poll(); left != null; left = lines.poll()) {
      screen.line(line(left));
    }
  }
}
