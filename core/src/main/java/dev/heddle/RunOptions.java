package dev.heddle;

import java.util.List;

/**
 * How one execution is evaluated.
 *
 * @param useCache whether results of earlier executions may be reused; what runs is recorded and
 *     becomes reusable either way
 * @param keepGoing whether, after a failure, everything that does not depend on it is still
 *     evaluated; otherwise nothing new starts, and what runs is let finish
 * @param label what the execution is called in {@code heddle log}; empty for the expression's text
 * @param commandLine the command that asked for it, or empty
 * @param listener told of what happens
 */
public record RunOptions(
    boolean useCache,
    boolean keepGoing,
    String label,
    List<String> commandLine,
    ExecutionListener listener) {

  /** Reuse results, fail fast, tell nobody. */
  public static final RunOptions DEFAULT =
      new RunOptions(true, false, "", List.of(), ExecutionListener.NONE);

  public RunOptions {
    commandLine = List.copyOf(commandLine);
  }

  public RunOptions withUseCache(boolean reuse) {
    return new RunOptions(reuse, keepGoing, label, commandLine, listener);
  }

  public RunOptions withKeepGoing(boolean goOn) {
    return new RunOptions(useCache, goOn, label, commandLine, listener);
  }

  public RunOptions withLabel(String text) {
    return new RunOptions(useCache, keepGoing, text, commandLine, listener);
  }

  public RunOptions withCommandLine(List<String> words) {
    return new RunOptions(useCache, keepGoing, label, words, listener);
  }

  public RunOptions withListener(ExecutionListener told) {
    return new RunOptions(useCache, keepGoing, label, commandLine, told);
  }
}
