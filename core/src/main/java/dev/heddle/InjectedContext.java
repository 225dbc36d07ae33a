package dev.heddle;

import java.sql.Connection;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** Stands for the context where a task is called; never reaches a body. */
enum InjectedContext implements TransactionContext {
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
  public Connection connection() {
    throw new HeddleException(
        "A task that is called as plain Java is part of no transaction of Heddle's. Order it, or"
            + " give it a TransactionContext of your own.");
  }

  @Override
  public void progress(long done, long total) {
    // Nobody asked.
  }
}
