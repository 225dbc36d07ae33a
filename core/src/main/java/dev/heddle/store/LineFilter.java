package dev.heddle.store;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines are looked for.
 *
 * @param invocation 0 for any
 * @param worker the invocation's last worker; 0 for any
 * @param levels SLF4J's names; empty for all
 * @param text contained in the line, whatever its case; null for any
 */
public record LineFilter(long invocation, long worker, Set<String> levels, @Nullable String text) {
  public LineFilter {
    levels = Set.copyOf(levels);
  }
}
