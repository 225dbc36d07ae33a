package dev.heddle.agent;

import dev.heddle.Heddle;
import dev.heddle.HeddleException;

/** Tells where code runs. */
final class Where {
  static final String WORKER = "@worker";
  static final String HERE = "@here";

  private Where() {}

  static String am() {
    try {
      Heddle.current();
      return WORKER;
    } catch (HeddleException notInABody) {
      return HERE;
    }
  }
}
