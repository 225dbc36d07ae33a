package dev.heddle.config;

import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.toml.TomlMapper;

/** Reads TOML text. A class of its own, so that Jackson's classes load only when there is some. */
final class Toml {
  private Toml() {}

  static Map<String, Object> parse(Path file, String text) {
    try {
      return TomlMapper.shared().readValue(text, new TypeReference<Map<String, Object>>() {});
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String line = at == null ? "" : ":" + at.getLineNr();
      throw new ConfigException(file + line + ": not valid TOML: " + e.getOriginalMessage(), e);
    }
  }
}
