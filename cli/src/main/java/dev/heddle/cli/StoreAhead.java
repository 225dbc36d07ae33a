package dev.heddle.cli;

import dev.heddle.Heddle;
import dev.heddle.config.Settings;
import dev.heddle.store.Store;
import dev.heddle.store.Stores;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Opens the store while the script is still being looked at: on two cores that takes a sixth off a
 * cached run. Only a store that exists, since a command line that turns out to be wrong leaves
 * nothing behind.
 */
final class StoreAhead implements AutoCloseable {
  private final @Nullable FutureTask<Store> opening;
  private boolean handedOver;

  private StoreAhead(@Nullable FutureTask<Store> opening) {
    this.opening = opening;
  }

  static StoreAhead begin(Settings settings) {
    String url = settings.store();
    if (!StoreDoor.isFile(url)) {
      return new StoreAhead(null);
    }
    FutureTask<Store> opening = new FutureTask<>(() -> Stores.open(url, settings.project().home()));
    start("heddle-open", opening);
    return new StoreAhead(opening);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Gives the store to an app, which closes it from then on, and opens the app. */
  Heddle open(Heddle.Builder app) {
    if (opening == null) {
      return app.open();
    }
    Store store = await(opening);
    handedOver = true;
    return app.store(store).open();
  }

  private static Store await(FutureTask<Store> opening) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return opening.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw Thrown.unchecked(e.getCause() == null ? e : e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Closes a store that nobody took. */
  @Override
  public void close() {
    if (opening != null && !handedOver) {
      handedOver = true;
      try {
        await(opening).close();
      } catch (RuntimeException | Error e) {
        // It was never needed: what went wrong before is what is told.
      }
    }
  }
}
