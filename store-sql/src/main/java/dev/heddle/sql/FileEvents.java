package dev.heddle.sql;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel say that a file was written, by any process, so that nobody need look at it often
 * (inotify). A hint: where there is none to be had, whoever looks finds out by himself, later.
 * Other systems than Linux are not asked, since the JDK would only look itself, every few seconds.
 */
final class FileEvents implements AutoCloseable {
  /** A file that is written all the time is told of this often. */
  private static final long GAP_MILLIS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);

  private final Path file;
  private final BooleanSupplier written;
  private final @Nullable WatchService service;

  private FileEvents(Path file, BooleanSupplier written, @Nullable WatchService service) {
    this.file = file;
    this.written = written;
    this.service = service;
  }

  /**
   * Begins to watch.
   *
   * @param file it need not exist; its folder does
   * @param written what to do when it was written; whether it was of use to anybody
   */
  static FileEvents of(Path file, BooleanSupplier written) {
    FileEvents events = new FileEvents(file.toAbsolutePath(), written, service(file));
    if (events.service != null) {
      Thread thread = new Thread(events::run, "heddle-file-events");
      thread.setDaemon(true);
      thread.start();
    }
    return events;
  }

  /** Whether there is anybody to tell. */
  boolean areTold() {
    return service != null;
  }

  private static @Nullable WatchService service(Path file) {
    if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
      return null;
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    WatchService service = null;
    try {
      service = folder.getFileSystem().newWatchService();
      folder.register(
          service, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
      return service;
    } catch (IOException | UnsupportedOperationException e) {
      // The user's limit of inotify instances, mostly.
      LOG.debug("event=no-file-events folder={} consequence=looks-every-20-ms", folder, e);
      close(service);
      return null;
    }
  }

  private static void close(@Nullable WatchService service) {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        LOG.debug("event=file-events-not-closed", e);
      }
    }
  }

  private void run() {
    try {
      while (service != null) {
        WatchKey key = service.take();
        boolean concerns = false;
        for (WatchEvent<?> event : key.pollEvents()) {
          // Without a context, events were lost: it may have been any file.
          concerns |= event.context() == null || file.endsWith((Path) event.context());
        }
        if (!key.reset()) {
          return; // the folder is gone
        }
        if (concerns && written.getAsBoolean()) {
          continue;
        }
        TimeUnit.MILLISECONDS.sleep(GAP_MILLIS);
      }
    } catch (ClosedWatchServiceException | InterruptedException closing) {
      LOG.trace("event=file-events-end", closing);
    }
  }

  @Override
  public void close() {
    close(service);
  }
}
