package dev.heddle.executor;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that hands its lines to the store, and to the logger of the task's name as well. */
final class KeptLog extends AbstractLogger {
  private static final long serialVersionUID = 1L;

  private final transient Logger beside;
  private final transient BiConsumer<String, String> kept;

  KeptLog(String task, BiConsumer<String, String> kept) {
    this.name = task;
    this.beside = LoggerFactory.getLogger(task);
    this.kept = kept;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String pattern,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    kept.accept(level.name(), thrown == null ? text : text + ": " + thrown);
    beside.atLevel(level).setCause(thrown).log(text);
  }

  // Everything is kept that a body asks to keep; what is shown beside is that logger's choice.

  @Override
  public boolean isTraceEnabled() {
    return true;
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isDebugEnabled() {
    return true;
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isInfoEnabled() {
    return true;
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return true;
  }
}
