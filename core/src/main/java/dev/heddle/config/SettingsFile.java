package dev.heddle.config;

import dev.heddle.Cache;
import dev.heddle.SubmitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code heddle.toml} says.
 *
 * @param values by setting
 * @param tasks by task name, from tables {@code [task."name"]}
 */
record SettingsFile(Map<Key, Object> values, Map<String, TaskSettings> tasks) {
  static final SettingsFile EMPTY = new SettingsFile(Map.of(), Map.of());

  private static final List<String> TASK_KEYS =
      List.of("cache", "queue", "priority", "delay", "retries", "backoff", "timeout");

  static SettingsFile read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigException("Can't read " + file + ": " + e, e);
    }
    // A file that only marks the root says nothing; then no TOML class need be loaded.
    if (text.lines().map(String::strip).allMatch(l -> l.isEmpty() || l.startsWith("#"))) {
      return EMPTY;
    }
    return new Reading(file).settings(Toml.parse(file, text));
  }

  /** One pass over a parsed file; knows the file, for the messages. */
  private record Reading(Path file) {
    SettingsFile settings(Map<String, Object> toml) {
      Map<Key, Object> values = new LinkedHashMap<>();
      Map<String, TaskSettings> tasks = new LinkedHashMap<>();
      toml.forEach(
          (name, value) -> {
            switch (name) {
              case "code", "direct" ->
                  table(name, value).forEach((inner, v) -> put(values, name + "." + inner, v));
              case "task" ->
                  table(name, value)
                      .forEach((task, v) -> task(tasks, task, table("task." + task, v)));
              default -> put(values, name, value);
            }
          });
      return new SettingsFile(values, tasks);
    }

    private void put(Map<Key, Object> values, String name, Object value) {
      Key key = Key.named(name);
      if (key == null) {
        List<String> known = new ArrayList<>(Arrays.stream(Key.values()).map(k -> k.text).toList());
        known.add("task");
        throw unknown(name, known);
      }
      values.put(key, fitting(name, key.kind, value));
    }

    private void task(Map<String, TaskSettings> tasks, String task, Map<String, Object> table) {
      table.forEach(
          (name, value) -> {
            String full = "task.\"" + task + "\"." + name;
            if (value instanceof Map<?, ?>) {
              throw new ConfigException(
                  file
                      + ": [task."
                      + task
                      + "."
                      + name
                      + "] reads as a table in a table. A task's name goes in quotes: [task.\""
                      + task
                      + "."
                      + name
                      + "\"]");
            }
            if (!TASK_KEYS.contains(name)) {
              throw unknown(
                  full, TASK_KEYS.stream().map(k -> "task.\"" + task + "\"." + k).toList());
            }
            tasks.merge(
                task,
                told(TaskSettings.NONE, name, full, value),
                (known, ignored) -> told(known, name, full, value));
          });
    }

    private TaskSettings told(TaskSettings known, String name, String full, Object value) {
      SubmitOptions options = known.options();
      return switch (name) {
        case "cache" -> known.withCache((Cache) fitting(full, Key.Kind.REUSE, value));
        case "queue" ->
            known.withOptions(options.withQueue((String) fitting(full, Key.Kind.NAME, value)));
        case "priority" ->
            known.withOptions(
                options.withPriority((Integer) fitting(full, Key.Kind.NUMBER, value)));
        case "delay" ->
            known.withOptions(
                options.withDelay((Duration) fitting(full, Key.Kind.DURATION, value)));
        case "retries" ->
            known.withOptions(
                options.withRetries((Integer) fitting(full, Key.Kind.NUMBER_FROM_0, value)));
        case "backoff" ->
            known.withOptions(
                options.withBackoff((Duration) fitting(full, Key.Kind.DURATION, value)));
        default ->
            known.withOptions(
                options.withTimeout((Duration) fitting(full, Key.Kind.DURATION, value)));
      };
    }

    private Object fitting(String name, Key.Kind kind, Object value) {
      @Nullable Object read = kind.read(value);
      if (read == null) {
        throw new ConfigException(
            file + ": " + name + " must be " + kind.description + ", not " + kind.shown(value));
      }
      return read;
    }

    @SuppressWarnings("unchecked") // Toml.parse gives tables with String keys only
    private Map<String, Object> table(String name, Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new ConfigException(file + ": " + name + " must be a table, not " + value);
      }
      return (Map<String, Object>) map;
    }

    private ConfigException unknown(String name, Collection<String> known) {
      return new ConfigException(
          file
              + ": unknown setting "
              + name
              + "."
              + Nearest.hint(name, known)
              + " Known: "
              + String.join(", ", known));
    }
  }
}
