package dev.heddle.config;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code HEDDLE_SYNC}, or the system property {@code heddle.sync}, says of direct calls. */
public enum SyncMode {
  /** {@code false}, or nothing: direct calls are ordered. */
  OFF,
  /** {@code true}: the annotation does nothing. */
  PLAIN,
  /** {@code strict}: bodies run where they are called, on values that went through the codec. */
  STRICT;

  /** The environment variable. */
  public static final String VARIABLE = "HEDDLE_SYNC";

  /** The system property, which goes before it. */
  public static final String PROPERTY = "heddle.sync";

  /**
   * What was said.
   *
   * @param property null if it is not set
   * @throws ConfigException if it is none of the three
   */
  public static SyncMode of(@Nullable String property, Map<String, String> environment) {
    String variable = environment.get(VARIABLE);
    String said = property != null ? property : variable == null ? "" : variable;
    return switch (said.strip().toLowerCase(Locale.ROOT)) {
      case "", "false", "no", "off", "0" -> OFF;
      case "true", "yes", "on", "1" -> PLAIN;
      case "strict" -> STRICT;
      default ->
          throw new ConfigException(
              (property != null ? "-D" + PROPERTY : VARIABLE)
                  + " must be true, false or strict, not "
                  + said);
    };
  }

  /**
   * That of this process.
   *
   * @throws ConfigException if it is none of the three
   */
  public static SyncMode ofProcess() {
    return of(System.getProperty(PROPERTY), System.getenv());
  }
}
