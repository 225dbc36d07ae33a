package dev.heddle.monitor.chart;

import java.util.Locale;

/**
 * What a mark stands for. Each has a colour and, so that nothing is told by colour alone, a texture
 * of its own.
 */
public enum Kind {
  /** A body ran, or runs: plain. */
  RUN,
  /** Answered from an earlier result: pale, with a dashed outline. */
  CACHED,
  /** Ended with an error: small crosses. */
  FAILED,
  /** Ended because somebody asked for that: lying stripes. */
  CANCELLED,
  /** Nobody works on it yet: hatched. */
  WAITING,
  /** Begun, and waits for another invocation without holding a slot: standing bars. */
  PAUSED,
  /** A worker has it, and has not begun: dots. */
  CLAIMED,
  /** Run again by another worker, after the first one died: a double line. */
  RECOVERED,
  /** Its worker died: hatched the other way, with a dashed outline. */
  LOST;

  /** The word for it, as legends have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class whose custom properties hold its two colours. */
  String css() {
    return "k-" + word();
  }
}
