package dev.heddle.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * What the connection that stays does for its store, so that a process that has nothing to do needs
 * no other: it beats, and looks who has died as long as somebody wants to know. Many processes look
 * less often each; the first that finds a lease free looks closely.
 */
final class StandingChores implements Database.Chores {
  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** Between the looks of a process among few. */
  private static final int PACE_MILLIS = 200;

  /** So many count as few. */
  private static final int FEW = 8;

  private static final int CLOSE_PACE_MILLIS = 100;

  /**
   * So many changes leave enough behind in the narrow tables that claims would have to step over
   * it.
   */
  private static final int OUTDATED = 10_000;

  /** Of a long queue much has to be looked through: so many times as long is left to its work. */
  private static final int TIDY_PART = 40;

  /** Who asked last so long ago does not want to know any more. */
  private static final long WANTED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Database database;
  private final Writer writer;
  private final Readers readers;
  private final Obituaries obituaries;
  private final AtomicLong beatAt;
  private final Supplier<List<Recoveries.Dead>> looking;
  private final AtomicReference<List<Recoveries.Dead>> found = new AtomicReference<>(List.of());
  private volatile long wantedAt = System.nanoTime() - WANTED_NANOS;

  /** From when on it may be tidied up again. */
  private long tidyAt = System.nanoTime();

  /** When it was done last over the connection; 0 if never. */
  private volatile long lookedAt;

  /**
   * @param beatAt is told of each beat
   * @param looking looks at once, where no connection does it
   */
  StandingChores(
      Database database,
      Writer writer,
      Readers readers,
      Obituaries obituaries,
      AtomicLong beatAt,
      Supplier<List<Recoveries.Dead>> looking) {
    this.database = database;
    this.writer = writer;
    this.readers = readers;
    this.obituaries = obituaries;
    this.beatAt = beatAt;
    this.looking = looking;
  }

  @Override
  public void beat(Session session) throws SQLException {
    database.readClock(session);
    writer.beat(session, database.clock().millis());
    beatAt.set(System.nanoTime());
    readers.closeIdle(UNUSED);
    database.closeIdle();
  }

  @Override
  public int look(Session session) throws SQLException {
    tidy(session);
    if (System.nanoTime() - wantedAt < WANTED_NANOS) {
      List<Recoveries.Dead> dead = obituaries.read(session);
      if (!dead.isEmpty()) {
        found.set(dead);
      }
      lookedAt = Math.max(1, System.nanoTime());
    }
    return obituaries.isSuspicious()
        ? CLOSE_PACE_MILLIS
        : PACE_MILLIS * Math.max(1, obituaries.atWork() / FEW);
  }

  private void tidy(Session session) {
    long begun = System.nanoTime();
    if (begun - tidyAt >= 0 && writer.hasOutdated(OUTDATED)) {
      database.tidy(session);
      long ended = System.nanoTime();
      tidyAt = ended + TIDY_PART * (ended - begun);
    }
  }

  /** Who is found dead. */
  List<Recoveries.Dead> dead() {
    wantedAt = System.nanoTime();
    boolean stands = lookedAt != 0 && System.nanoTime() - lookedAt < 2 * WANTED_NANOS;
    return stands && database.isPatient() ? found.getAndSet(List.of()) : looking.get();
  }
}
