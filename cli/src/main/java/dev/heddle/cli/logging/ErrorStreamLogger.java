package dev.heddle.cli.logging;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes warnings and errors; says nothing below that. */
final class ErrorStreamLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1L;

  ErrorStreamLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable error) {
    String text =
        arguments == null ? message : MessageFormatter.basicArrayFormat(message, arguments);
    // Asked for each time: while a task runs, this stream knows of the progress line.
    PrintStream out = System.err;
    out.println((level == Level.ERROR ? "error: " : "warning: ") + text);
    if (error != null) {
      error.printStackTrace(out);
    }
  }
}
