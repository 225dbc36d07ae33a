package dev.heddle.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What bodies logged in a {@link Memory}, in the order it was told. */
final class Logs {
  /**
   * A line and whose it is.
   *
   * @param place its place among all
   */
  record Entry(long place, long invocation, LogLine line) {}

  private final NavigableMap<Long, Entry> all = new TreeMap<>();
  private final Map<Long, List<Entry>> byInvocation = new HashMap<>();
  private long places;

  void add(Change.Logged logged) {
    for (LogLine line : logged.lines()) {
      Entry entry = new Entry(++places, logged.invocation(), line);
      all.put(entry.place, entry);
      byInvocation.computeIfAbsent(entry.invocation, i -> new ArrayList<>()).add(entry);
    }
  }

  /** Those of one, the oldest first. */
  List<LogLine> of(long invocation, int limit) {
    return byInvocation.getOrDefault(invocation, List.of()).stream()
        .limit(limit)
        .map(Entry::line)
        .toList();
  }

  int count(long invocation) {
    return byInvocation.getOrDefault(invocation, List.of()).size();
  }

  /** The newest first, below a place. */
  Iterable<Entry> before(long place) {
    return all.headMap(place, false).descendingMap().values();
  }

  void remove(long invocation) {
    List<Entry> gone = byInvocation.remove(invocation);
    if (gone != null) {
      gone.forEach(entry -> all.remove(entry.place));
    }
  }
}
