package dev.heddle.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, in either direction. Thread-safe. */
public final class DrivenClock extends Clock {
  private final AtomicReference<Instant> now;
  private final ZoneId zone;

  /** A clock that shows this moment, in UTC. */
  public DrivenClock(Instant start) {
    this(new AtomicReference<>(start), ZoneOffset.UTC);
  }

  private DrivenClock(AtomicReference<Instant> now, ZoneId zone) {
    this.now = now;
    this.zone = zone;
  }

  /** Moves it; a negative duration moves it back, as a corrected clock does. */
  public void advance(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** Sets it. */
  public void set(Instant moment) {
    now.set(moment);
  }

  @Override
  public Instant instant() {
    return java.util.Objects.requireNonNull(now.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, read in another zone: both move together. */
  @Override
  public Clock withZone(ZoneId other) {
    return new DrivenClock(now, other);
  }
}
