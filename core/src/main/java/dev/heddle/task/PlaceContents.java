package dev.heddle.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Code that is hashed by content where it is used: lambda bodies, accessors, local and anonymous
 * classes. Such code may use itself; an item that is still being hashed is put as its distance on
 * the stack of open items, which is the same wherever the outermost of them is used.
 */
final class PlaceContents {
  private static final int CONTENT = 1;
  private static final int OPEN = 2;

  /** A scan, and the place on the stack of the outermost open item that it mentions. */
  private record Item(MemberScan scan, int outermost) {}

  private final List<String> open = new ArrayList<>();
  private final Map<String, Item> closed = new HashMap<>();
  private final Map<List<String>, Item> inContext = new HashMap<>();
  private int outermost = Integer.MAX_VALUE;

  /**
   * Puts the content of an item into the user's digest, and what it reaches into the user's scan.
   */
  void put(MemberScan.Builder user, String key, Supplier<MemberScan> scan) {
    int at = open.indexOf(key);
    if (at >= 0) {
      outermost = Math.min(outermost, at);
      user.hasher.putByte(OPEN).putInt(open.size() - at);
      return;
    }
    Item item = item(key, scan);
    outermost = Math.min(outermost, item.outermost());
    user.hasher.putByte(CONTENT).putHash(item.scan().digest());
    user.absorb(item.scan());
  }

  /** The scan of an item as if it were used by nothing. */
  MemberScan alone(String key, Supplier<MemberScan> scan) {
    return item(key, scan).scan();
  }

  private Item item(String key, Supplier<MemberScan> scan) {
    Item item = closed.get(key);
    if (item != null) {
      return item;
    }
    List<String> context = new ArrayList<>(open);
    context.add(key);
    item = inContext.get(context);
    if (item != null) {
      return item;
    }
    int depth = open.size();
    int before = outermost;
    outermost = Integer.MAX_VALUE;
    open.add(key);
    try {
      MemberScan scanned = scan.get();
      item = new Item(scanned, outermost >= depth ? Integer.MAX_VALUE : outermost);
    } finally {
      open.remove(depth);
      outermost = before;
    }
    if (item.outermost() == Integer.MAX_VALUE) {
      closed.put(key, item);
    } else {
      inContext.put(context, item);
    }
    if (open.isEmpty()) {
      inContext.clear();
    }
    return item;
  }
}
