package dev.heddle.cli;

import dev.heddle.store.Ids;
import dev.heddle.store.InvocationRecord;
import dev.heddle.store.Store;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds ordered invocations by what people type: ids, or the beginnings of ids. */
final class OrderedIds {
  /** A single digit would often mean what nobody meant. */
  private static final int LEAST = 2;

  private static final int SHOWN = 5;

  private OrderedIds() {}

  /**
   * Those that are meant, each once.
   *
   * @throws UsageException if one of the texts is of none or of several
   */
  static List<InvocationRecord> meant(Store store, Collection<String> texts) {
    Map<Long, InvocationRecord> found = new LinkedHashMap<>();
    for (String text : texts) {
      InvocationRecord record = meant(store, text);
      found.putIfAbsent(record.id(), record);
    }
    return List.copyOf(found.values());
  }

  /**
   * The one that is meant.
   *
   * @throws UsageException if there is none or if there are several
   */
  static InvocationRecord meant(Store store, String text) {
    List<InvocationRecord> found = matching(store, text);
    requireOne("ordered invocations", text, found.stream().map(InvocationRecord::id).toList());
    return found.stream()
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no ordered invocation \"" + text + "\" in " + store.url()));
  }

  /** The one of this id, or those that begin with this text: more of them than can be shown. */
  static List<InvocationRecord> matching(Store store, String text) {
    OptionalLong whole = Ids.parse(text);
    if (whole.isPresent()) {
      return ordered(store, whole.getAsLong()).stream().toList();
    }
    if (text.length() < LEAST) {
      return List.of();
    }
    List<InvocationRecord> newest = store.submitted(Long.MAX_VALUE, 1);
    if (newest.isEmpty()) {
      return List.of();
    }
    return Ids.beginning(text, newest.get(0).id())
        .mapToObj(id -> ordered(store, id))
        .flatMap(Optional::stream)
        .limit(SHOWN + 1)
        .toList();
  }

  /**
   * Refuses a text that is of several.
   *
   * @throws UsageException with their ids
   */
  static void requireOne(String kind, String text, Collection<Long> ids) {
    if (ids.size() > 1) {
      throw new UsageException(
          "Several "
              + kind
              + " begin with "
              + text
              + ": "
              + String.join(", ", ids.stream().map(Ids::text).limit(SHOWN).toList())
              + (ids.size() > SHOWN ? ", …" : "")
              + ". Type more of the one you mean.");
    }
  }

  private static Optional<InvocationRecord> ordered(Store store, long id) {
    return store.invocation(id).filter(record -> record.queue() != null);
  }
}
