package dev.heddle.monitor.http;

import dev.heddle.store.News;
import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells open pages when to ask again. One thread waits for changes of the store while anybody
 * listens, and says so at most twice a second; what changed a page finds out by asking for what it
 * shows. Every few seconds it says so in any case: hints may be lost, and it is how a stream that
 * nobody reads any more is noticed. Thread-safe.
 */
final class Live implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  /** Ask again. */
  static final String CHANGE = "change";

  /** The store does not answer. */
  static final String LOST = "lost";

  /** It answers again. */
  static final String BACK = "back";

  private static final int MOST_STREAMS = 200;
  private static final long STREAM_NANOS = 10 * 60 * 1_000_000_000L;
  private static final long AT_LEAST_EVERY_MILLIS = 5_000;
  private static final long AT_MOST_EVERY_NANOS = 500_000_000L;
  private static final long TRIES_AGAIN_NANOS = 1_000_000_000L;

  private final Store store;
  private final Map<SseClient, Long> streams = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Thread thread = new Thread(this::run, "heddle-monitor-live");
  private volatile boolean lost;

  /** On its thread. */
  private long heard = Store.NOTHING_HEARD;

  Live(Store store) {
    this.store = store;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Lets a page listen until it goes, or for ten minutes: then its browser comes anew. If too many
   * listen it is told so, and asks by itself.
   */
  void open(SseClient client) {
    if (streams.size() >= MOST_STREAMS) {
      send(client, "full");
      client.close();
      return;
    }
    client.keepAlive();
    client.onClose(() -> streams.remove(client));
    streams.put(client, System.nanoTime());
    send(client, lost ? LOST : CHANGE);
    signal();
  }

  /** A question to the store failed. */
  void lost() {
    if (!lost) {
      lost = true;
      LOG.warn("store={} does not answer; asking again every second", store.url());
      signal();
    }
  }

  private void signal() {
    lock.lock();
    try {
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (true) {
        awaitListeners();
        if (lost) {
          tell(LOST);
          awaitStore();
          tell(BACK);
        } else {
          awaitChange();
          tell(lost ? LOST : CHANGE);
          pause(AT_MOST_EVERY_NANOS);
        }
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  /** Also when the store is lost somebody has to ask it, for those who will look. */
  private void awaitListeners() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (streams.isEmpty() && !lost) {
        news.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void awaitChange() throws InterruptedException {
    try {
      heard = store.await(News.CHANGE, heard, AT_LEAST_EVERY_MILLIS);
    } catch (StoreException e) {
      lost();
    }
  }

  private void awaitStore() throws InterruptedException {
    while (lost) {
      pause(TRIES_AGAIN_NANOS);
      try {
        store.waiting();
        lost = false;
        LOG.warn("store={} answers again", store.url());
      } catch (StoreException e) {
        tell(LOST); // and so notice who is gone
      }
    }
  }

  private void pause(long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (left > 0) {
        left = news.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells all. A few bytes for each, so a browser that does not read holds nobody up within its ten
   * minutes: they fit into the socket's buffer.
   */
  private void tell(String event) {
    long now = System.nanoTime();
    streams.forEach(
        (client, since) -> {
          if (now - since > STREAM_NANOS) {
            client.close();
          } else {
            send(client, event);
          }
        });
  }

  private static void send(SseClient client, String event) {
    if (!client.terminated()) {
      client.sendEvent(event, "-"); // one without data a browser does not pass on
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    streams.keySet().forEach(SseClient::close);
  }
}
