package dev.heddle.monitor.chart;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Moments along a line.
 *
 * @param from the moment at 0, in epoch milliseconds
 * @param to the moment at the end, after it
 * @param length of the line
 */
record TimeScale(long from, long to, double length) {
  /** A mark on the axis. */
  record Tick(long at, String label) {}

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final long[] STEPS = {
    1,
    2,
    5,
    10,
    20,
    50,
    100,
    200,
    500, //
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    20 * SECOND,
    30 * SECOND, //
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE, //
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR, //
    DAY,
    2 * DAY,
    7 * DAY,
    14 * DAY,
    28 * DAY,
    91 * DAY,
    365 * DAY
  };

  /** What ends before it begins is a millisecond long. */
  TimeScale {
    to = Math.max(to, from + 1);
  }

  /** Where a moment is; outside of the line if it is outside of the span. */
  double at(long moment) {
    return (double) (moment - from) / (to - from) * length;
  }

  /** Where a moment is, or the nearer end. */
  double within(long moment) {
    return at(Math.max(from, Math.min(to, moment)));
  }

  /** The smallest usual step that is at least as long as this many milliseconds. */
  static long step(double least) {
    for (long step : STEPS) {
      if (step >= least) {
        return step;
      }
    }
    long year = STEPS[STEPS.length - 1];
    return year * (long) Math.ceil(least / year);
  }

  /** At round times of day, at most so many. */
  List<Tick> clock(ZoneId zone, int most) {
    long step = step((double) (to - from) / Math.max(1, most));
    List<Tick> ticks = new ArrayList<>();
    if (step >= DAY) {
      // Days are not all as long as each other, so they are counted by the calendar.
      long days = step / DAY;
      LocalDate day = date(from, zone);
      day = day.minusDays(Math.floorMod(day.toEpochDay(), days));
      for (long at = start(day, zone); at <= to; at = start(day, zone)) {
        if (at >= from) {
          ticks.add(new Tick(at, label(at, step, zone)));
        }
        day = day.plusDays(days);
      }
      return ticks;
    }
    long offset = 1000L * zone.getRules().getOffset(Instant.ofEpochMilli(from)).getTotalSeconds();
    for (long at = roundUp(from + offset, step) - offset; at <= to; at += step) {
      ticks.add(new Tick(at, label(at, step, zone)));
    }
    return ticks;
  }

  /** At round times since the beginning, at most so many and one at the beginning. */
  List<Tick> elapsed(int most) {
    long step = step((double) (to - from) / Math.max(1, most));
    List<Tick> ticks = new ArrayList<>();
    for (long at = from; at <= to; at += step) {
      ticks.add(new Tick(at, at == from ? "0" : Unit.duration(at - from)));
    }
    return ticks;
  }

  /** A moment with its date, to the second. */
  static String moment(long at, ZoneId zone) {
    return format("d MMM yyyy HH:mm:ss", at, zone);
  }

  /** From when to when, with the zone. */
  String words(ZoneId zone) {
    String name = zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    return "From " + moment(from, zone) + " to " + moment(to, zone) + " " + name;
  }

  private static String label(long at, long step, ZoneId zone) {
    boolean midnight = start(date(at, zone), zone) == at;
    if (step >= 364 * DAY) {
      return format("MMM yyyy", at, zone);
    }
    if (step >= DAY || (midnight && step >= MINUTE)) {
      return format("d MMM", at, zone);
    }
    if (step >= MINUTE) {
      return format("HH:mm", at, zone);
    }
    return format(step >= SECOND ? "HH:mm:ss" : "HH:mm:ss.SSS", at, zone);
  }

  private static String format(String pattern, long at, ZoneId zone) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(zoned(at, zone));
  }

  private static LocalDate date(long at, ZoneId zone) {
    return zoned(at, zone).toLocalDate();
  }

  private static long start(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private static ZonedDateTime zoned(long at, ZoneId zone) {
    return Instant.ofEpochMilli(at).atZone(zone);
  }

  private static long roundUp(long value, long step) {
    return Math.floorDiv(value + step - 1, step) * step;
  }
}
