package dev.heddle.task;

import dev.heddle.HeddleException;
import dev.heddle.Retry;
import dev.heddle.RetryPolicy;
import dev.heddle.SubmitOptions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a task says that it is to be carried out when it is ordered and the order says nothing else.
 *
 * @param delay zero for at once
 * @param timeout zero for none
 * @param key a text with <code>{parameter}</code> in it, or empty
 * @param tags sorted, each once
 */
public record OrderDefaults(
    String queue,
    int priority,
    Duration delay,
    RetryPolicy retry,
    Duration timeout,
    String key,
    int maxRecoveries,
    Set<String> tags) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

  /** Reads the annotation; what it says wrongly is an error that names the task. */
  static OrderDefaults of(
      TaskSpec task, String taskName, List<String> parameters, Sensitivity sensitivity) {
    String name = task.annotation() + " of " + taskName;
    Retry retry = task.retry();
    if (retry.max() < 0) {
      throw refused(name, "retry max must be 0 or more, not " + retry.max());
    }
    if (task.queue().isBlank()) {
      throw refused(name, "queue must not be blank");
    }
    if (task.maxRecoveries() < 0) {
      throw refused(name, "maxRecoveries must be 0 or more, not " + task.maxRecoveries());
    }
    Matcher placeholder = PLACEHOLDER.matcher(task.key());
    while (placeholder.find()) {
      int place = parameters.indexOf(placeholder.group(1));
      if (sensitivity.covers(place)) {
        throw refused(
            name,
            "key names {"
                + placeholder.group(1)
                + "}, which is sensitive, and keys are shown: leave it out, or give the order a key"
                + " made of its hash, SubmitOptions.withKey");
      }
      if (place < 0) {
        throw refused(
            name,
            "key names {"
                + placeholder.group(1)
                + "}, but its parameters are "
                + String.join(", ", parameters));
      }
    }
    return new OrderDefaults(
        task.queue(),
        task.priority(),
        duration(name, "delay", task.delay()),
        new RetryPolicy(
            retry.max(),
            duration(name, "retry backoff", retry.backoff()),
            Stream.of(retry.on()).map(Class::getName).toList()),
        duration(name, "timeout", task.timeout()),
        task.key(),
        task.maxRecoveries(),
        tags(name, task.tags()));
  }

  /** The same, where settings of the project say otherwise. */
  OrderDefaults with(SubmitOptions options) {
    return new OrderDefaults(
        options.queue() == null ? queue : options.queue(),
        options.priority() == null ? priority : options.priority(),
        options.delay() == null ? delay : options.delay(),
        options.retryOver(retry),
        options.timeout() == null ? timeout : options.timeout(),
        options.key() == null ? key : options.key(),
        maxRecoveries,
        options.tagsOver(tags));
  }

  /** The key of one order, given its arguments as texts in the order of the parameters. */
  public String key(List<String> parameters, List<String> arguments) {
    return PLACEHOLDER
        .matcher(key)
        .replaceAll(
            found -> {
              int index = parameters.indexOf(found.group(1));
              return Matcher.quoteReplacement(index < 0 ? found.group() : arguments.get(index));
            });
  }

  private static Set<String> tags(String where, String[] tags) {
    try {
      return SubmitOptions.NONE.withTags(tags).tags();
    } catch (IllegalArgumentException e) {
      throw refused(where, "tags: " + e.getMessage());
    }
  }

  private static Duration duration(String where, String member, String text) {
    if (text.isEmpty()) {
      return Duration.ZERO;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isNegative()) {
        throw refused(where, member + " can't be negative: " + text);
      }
      return duration;
    } catch (DateTimeParseException e) {
      throw refused(
          where, member + " must be a duration in ISO 8601, as \"PT30S\" or \"PT5M\", not " + text);
    }
  }

  private static HeddleException refused(String where, String why) {
    return new HeddleException(where + ": " + why);
  }
}
