package dev.heddle.config;

import dev.heddle.HeddleException;
import org.jspecify.annotations.Nullable;

/**
 * A setting that can't be read or understood. The message names where it was set, and what fits.
 */
public class ConfigException extends HeddleException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public ConfigException(String message) {
    this(message, null);
  }
}
