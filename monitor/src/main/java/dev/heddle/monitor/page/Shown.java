package dev.heddle.monitor.page;

import dev.heddle.store.Ids;
import dev.heddle.task.TaskVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers, durations, moments and names as the pages write them. */
public final class Shown {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Shown() {}

  /** {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 12,345}, or {@code 12,345+} if there are more. */
  public static String count(long count, boolean more) {
    return count(count) + (more ? "+" : "");
  }

  /** {@code 1 worker}, {@code 12,345 workers}. */
  public static String count(long count, String one, String many) {
    return count(count) + ' ' + (count == 1 ? one : many);
  }

  /**
   * {@code 0.4 ms}, {@code 37 ms}, {@code 4.2 s}, {@code 3 min 7 s}, {@code 2 h 5 min}, {@code 3 d
   * 4 h}; a dash for none.
   */
  public static String duration(@Nullable Double millis) {
    if (millis == null) {
      return "–";
    }
    if (millis < 10) {
      return String.format(Locale.ROOT, millis < 1 ? "%.1f ms" : "%.0f ms", millis);
    }
    if (millis < 999.5) {
      return Math.round(millis) + " ms";
    }
    double seconds = millis / 1000;
    if (seconds < 59.95) {
      return String.format(Locale.ROOT, seconds < 9.95 ? "%.1f s" : "%.0f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 3_600) {
      return both(whole / 60, "min", whole % 60, "s");
    }
    return whole < 86_400
        ? both(whole / 3_600, "h", whole % 3_600 / 60, "min")
        : both(whole / 86_400, "d", whole % 86_400 / 3_600, "h");
  }

  private static String both(long large, String unit, long rest, String smaller) {
    return large + " " + unit + (rest == 0 ? "" : " " + rest + ' ' + smaller);
  }

  public static String duration(long millis) {
    return duration((double) millis);
  }

  /** {@code 12.3 %}; a dash for a part of nothing. */
  public static String share(@Nullable Double share) {
    if (share == null) {
      return "–";
    }
    double percent = share * 100;
    if (percent == 0) {
      return "0 %";
    }
    return percent < 0.1
        ? "<0.1 %"
        : String.format(Locale.ROOT, percent < 10 ? "%.1f %%" : "%.0f %%", percent);
  }

  /** For people without a script; with one, a page says how long ago it was. */
  public static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** A constant in lower case. */
  public static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The class and method of a task's name, without package and folder. */
  public static String brief(String task) {
    String name = task.substring(task.lastIndexOf('/') + 1);
    int method = name.lastIndexOf('.');
    int type = method < 0 ? -1 : name.lastIndexOf('.', method - 1);
    return name.substring(type + 1);
  }

  /** The simple name of a class. */
  public static String simple(String type) {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  /** An id as people see it; empty for 0, which is none. */
  public static String id(long id) {
    return id == 0 ? "" : Ids.text(id);
  }

  /** The moment; null for 0, which is not yet. */
  public static @Nullable Instant at(long epochMillis) {
    return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis);
  }

  /** The first characters, if there are more. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + '…';
  }

  /** A call on one line: its task, in brief, and its arguments, as far as they may be shown. */
  static String call(TaskVersion task, List<String> arguments, int most) {
    StringBuilder call = new StringBuilder(brief(task.name())).append('(');
    String between = "";
    for (String argument : arguments) {
      call.append(between).append(cut(argument, most));
      between = ", ";
    }
    return cut(call.append(')').toString(), most);
  }
}
