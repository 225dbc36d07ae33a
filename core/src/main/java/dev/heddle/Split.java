package dev.heddle;

import java.util.List;

/**
 * Cuts the argument of one call into those of its parts, for {@link DirectTask#split}. It runs in
 * the caller; keep it a pure function, for one object serves all calls and threads.
 *
 * @param <P> the type of the parameter
 */
@FunctionalInterface
public interface Split<P> {
  /**
   * The parts, in order; each is the argument of one invocation.
   *
   * @return at least one part
   */
  List<P> split(P whole);

  /** There is none. */
  final class None implements Split<Object> {
    private None() {}

    @Override
    public List<Object> split(Object whole) {
      return List.of(whole);
    }
  }
}
