package dev.heddle.benchmarks;

import dev.heddle.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** Notes how long each of a store's transactions takes, from call to durable. */
final class TimedStore {
  private final Store store;
  private long[] nanos = new long[1 << 12];
  private int commits;

  TimedStore(Store store) {
    this.store = store;
  }

  /** The same store, watched. */
  Store watched() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              long begun = System.nanoTime();
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              } finally {
                if (method.getName().equals("apply")) {
                  note(System.nanoTime() - begun);
                }
              }
            });
  }

  private synchronized void note(long time) {
    if (commits == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * commits);
    }
    nanos[commits++] = time;
  }

  synchronized int commits() {
    return commits;
  }

  /** The time, in milliseconds, that this part of the transactions did not exceed. */
  synchronized double millis(double part) {
    long[] sorted = Arrays.copyOf(nanos, commits);
    Arrays.sort(sorted);
    return commits == 0 ? 0 : sorted[(int) Math.min(commits - 1L, (long) (part * commits))] / 1e6;
  }
}
