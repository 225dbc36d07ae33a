package dev.heddle.config;

/**
 * One setting as it stands.
 *
 * @param name as in {@code heddle.toml}, with its table: {@code code.include}
 * @param value a String, Integer, Boolean, list of String, or {@link dev.heddle.Cache}
 * @param origin which level of precedence gave the value
 * @param where the flag, environment variable or file that gave it, for people
 */
public record Setting(String name, Object value, Origin origin, String where) {}
