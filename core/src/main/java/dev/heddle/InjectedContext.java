package dev.heddle;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Stands for the context where a task is called; never reaches a body. */
enum InjectedContext implements TaskContext {
  INSTANCE;

  @Override
  public String id() {
    return "";
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public String execution() {
    return "";
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  /** A task that is called directly, as plain Java, logs nowhere. */
  @Override
  public Logger log() {
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public void progress(long done, long total) {
    // Nobody asked.
  }
}
