package dev.heddle;

import java.util.List;

/**
 * Makes one value of the values of a call's parts, for {@link DirectTask#merge}. It runs in the
 * caller; keep it a pure function, for one object serves all calls and threads.
 *
 * @param <R> the return type of the method; of {@code T} where that is a future of {@code T}
 */
@FunctionalInterface
public interface Merge<R> {
  /**
   * The value of the whole call.
   *
   * @param parts in the order of the parts; null where a part returned null
   */
  R merge(List<R> parts);

  /** There is none. */
  final class None implements Merge<Object> {
    private None() {}

    @Override
    public Object merge(List<Object> parts) {
      return parts;
    }
  }
}
