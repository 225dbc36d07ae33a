package dev.heddle.task;

import dev.heddle.value.Codec;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a task.
 *
 * @param name as in the source where class files keep it, else {@code arg0} …
 * @param defaultText the text of {@link dev.heddle.Default}, checked to parse; null if none
 */
public record TaskParameter(String name, Codec codec, @Nullable String defaultText) {}
