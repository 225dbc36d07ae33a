package dev.heddle.config;

import dev.heddle.Cache;
import dev.heddle.SubmitOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code heddle.toml} says of one task, in its table {@code [task."name"]}.
 *
 * @param cache how far its results are reused, or null for what the annotation says
 * @param options how it is carried out when it is ordered
 */
public record TaskSettings(@Nullable Cache cache, SubmitOptions options) {
  /** Nothing. */
  public static final TaskSettings NONE = new TaskSettings(null, SubmitOptions.NONE);

  /** What was said, by the names of the file. */
  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    put(values, "cache", cache);
    put(values, "queue", options.queue());
    put(values, "priority", options.priority());
    put(values, "delay", options.delay());
    put(values, "retries", options.retries());
    put(values, "backoff", options.backoff());
    put(values, "timeout", options.timeout());
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  TaskSettings withCache(Cache reuse) {
    return new TaskSettings(reuse, options);
  }

  TaskSettings withOptions(SubmitOptions order) {
    return new TaskSettings(cache, order);
  }
}
