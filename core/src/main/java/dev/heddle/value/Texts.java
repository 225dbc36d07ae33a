package dev.heddle.value;

import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.HashMap;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The JDK's immutable values that are one text. */
final class Texts {
  private static final Map<Class<?>, Function<Encoders, TextCodec>> ALL = new HashMap<>();

  static {
    iso(Instant.class, Instant::parse, "2025-01-31T08:15:00Z");
    iso(LocalDate.class, LocalDate::parse, "2025-01-31");
    iso(LocalTime.class, LocalTime::parse, "08:15:00");
    iso(LocalDateTime.class, LocalDateTime::parse, "2025-01-31T08:15:00");
    iso(OffsetTime.class, OffsetTime::parse, "08:15:00+01:00");
    iso(OffsetDateTime.class, OffsetDateTime::parse, "2025-01-31T08:15:00+01:00");
    iso(ZonedDateTime.class, ZonedDateTime::parse, "2025-01-31T08:15:00+01:00[Europe/Paris]");
    iso(Duration.class, Duration::parse, "PT1H30M");
    iso(Period.class, Period::parse, "P1M");
    iso(MonthDay.class, MonthDay::parse, "--01-31");
    add(Year.class, Year::toString, t -> Year.of(Integer.parseInt(t.trim())), "Year", "2025");
    add(
        YearMonth.class,
        m -> m.getYear() > 9999 ? "+" + m : m.toString(),
        t -> YearMonth.parse(t.trim()),
        "YearMonth",
        "2025-01");
    add(ZoneId.class, ZoneId::getId, t -> ZoneId.of(t.trim()), "ZoneId", "Europe/Paris");
    add(ZoneOffset.class, ZoneOffset::getId, t -> ZoneOffset.of(t.trim()), "ZoneOffset", "+01:00");
    add(UUID.class, UUID::toString, t -> uuid(t.trim()), "UUID", "a UUID of 36 characters");
    add(URI.class, URI::toString, t -> URI.create(t.trim()), "URI", "a URI");
    add(Locale.class, Locale::toLanguageTag, Texts::locale, "Locale", "en-GB");
    add(
        Currency.class,
        Currency::getCurrencyCode,
        t -> Currency.getInstance(t.trim()),
        "Currency",
        "EUR");
    add(Path.class, Texts::name, Path::of, "Path (a name only)", "a path");
  }

  private Texts() {}

  static @Nullable TextCodec of(Class<?> type, Encoders encoders) {
    Function<Encoders, TextCodec> codec = ALL.get(type);
    return codec == null ? null : codec.apply(encoders);
  }

  static Set<Class<?>> classes() {
    return ALL.keySet();
  }

  /** The class that declares objects of this one: those of paths and zones are hidden. */
  static @Nullable Class<?> declared(Class<?> type) {
    if (ALL.containsKey(type)) {
      return type;
    }
    return Path.class.isAssignableFrom(type)
        ? Path.class
        : ZoneId.class.isAssignableFrom(type) ? ZoneId.class : null;
  }

  private static <T> void iso(Class<T> type, Function<CharSequence, T> parse, String example) {
    add(
        type,
        T::toString,
        t -> parse.apply(t.trim()),
        type.getSimpleName(),
        "ISO text like " + example);
  }

  private static <T> void add(
      Class<T> type,
      Function<T, String> print,
      Function<String, T> read,
      String label,
      String hint) {
    ALL.put(type, encoders -> TextCodec.of(type, print, read, label, hint, encoders));
  }

  private static UUID uuid(String text) {
    if (text.length() != 36) {
      throw new IllegalArgumentException("it has " + text.length() + " characters");
    }
    return UUID.fromString(text);
  }

  private static Locale locale(String text) {
    try {
      return new Locale.Builder().setLanguageTag(text.trim()).build();
    } catch (IllformedLocaleException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String name(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new Misfit(
          "is a path of " + path.getFileSystem().provider().getScheme() + ": declare FileRef");
    }
    return path.toString();
  }
}
