package dev.heddle.cli;

import dev.heddle.ExecutionListener.ExecutionReport;
import dev.heddle.ExecutionListener.Failure;
import dev.heddle.ExecutionListener.Link;
import dev.heddle.HeddleException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why an execution has no result, as a person needs it: what failed first, then the chain of calls
 * that led there with their arguments, the stack down to the user's code, what was kept.
 */
final class FailureText {
  private static final int FRAMES = 30;
  private static final String OURS = "dev.heddle.";

  /** Where no code of the user's is. */
  private static final List<String> OTHERS =
      Stream.concat(
              Stream.of("java.", "javax.", "jdk.", "sun."),
              Stream.of("cli", "config", "eval", "executor", "expr", "store", "task", "value")
                  .map(part -> OURS + part + "."))
          .toList();

  private static final String HEAD = "error: ";

  private final @Nullable Throwable error;
  private final List<Link> chain;
  private final ExecutionReport report;

  private FailureText(@Nullable Throwable error, List<Link> chain, ExecutionReport report) {
    this.error = error;
    this.chain = chain;
    this.report = report;
  }

  static FailureText of(ExecutionReport report, @Nullable Throwable thrown) {
    Failure failure = report.failure();
    return failure == null
        ? new FailureText(thrown, List.of(), report)
        : new FailureText(failure.error(), failure.chain(), report);
  }

  boolean isEmpty() {
    return error == null;
  }

  /** All of it without colours, as one text. */
  String text() {
    if (error == null) {
      return "";
    }
    return String.join("\n", body(Style.PLAIN, 200)).substring(HEAD.length());
  }

  /** As {@link #text}, with what to do next, if the store remembers the execution. */
  List<String> lines(Style style, boolean remembered) {
    List<String> lines = body(style, 140);
    if (!remembered) {
      return lines;
    }
    lines.add("");
    long kept = report.run() + report.cached();
    lines.add(
        style.dim(
            (kept == 0
                    ? ""
                    : Names.count(kept, "finished call is", "finished calls are") + " kept. ")
                + "heddle log "
                + report.execution()
                + " shows the whole execution"));
    return lines;
  }

  private List<String> body(Style style, int width) {
    Throwable thrown = error;
    List<String> lines = new ArrayList<>();
    if (thrown == null) {
      return lines;
    }
    String where = chain.isEmpty() ? "" : Names.brief(chain.get(chain.size() - 1).task()) + ": ";
    lines.add(style.red(HEAD) + style.bold(where + Names.error(thrown)));
    if (!chain.isEmpty()) {
      lines.add("");
      for (int i = 0; i < chain.size(); i++) {
        Link link = chain.get(i);
        String branch = i == 0 ? "" : "   ".repeat(Math.min(i - 1, 10)) + "└─ ";
        lines.add(
            "  " + style.dim(link.id()) + "  " + branch + call(link, width - branch.length()));
      }
    }
    List<String> stack = stack(thrown);
    if (!stack.isEmpty()) {
      lines.add("");
      stack.forEach(frame -> lines.add("  " + frame));
    }
    return lines;
  }

  private static String call(Link link, int width) {
    List<String> named = new ArrayList<>();
    int share = Math.max(16, width / Math.max(1, link.arguments().size()));
    for (int i = 0; i < link.arguments().size(); i++) {
      String name = i < link.parameters().size() ? link.parameters().get(i) + " = " : "";
      named.add(name + Brief.value(link.arguments().get(i), share));
    }
    return Names.brief(link.task()) + "(" + String.join(", ", named) + ")";
  }

  /**
   * The error, its causes and what they suppressed; an error of Heddle itself says all in its
   * message.
   */
  private static List<String> stack(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String before = "";
    for (Throwable t = thrown; t != null && seen.add(t); t = Thrown.cause(t)) {
      if (t == thrown && t instanceof HeddleException) {
        lines.addAll(Names.message(t).lines().skip(1).toList());
      } else {
        lines.add(before + Thrown.text(t));
        List<StackTraceElement> frames = usersFrames(t, t != thrown);
        frames.stream().limit(FRAMES).forEach(frame -> lines.add("    at " + frame));
        if (frames.size() > FRAMES) {
          lines.add("    … " + (frames.size() - FRAMES) + " more");
        }
      }
      for (Throwable other : Thrown.suppressed(t)) {
        if (seen.add(other)) {
          lines.add("suppressed " + Thrown.text(other));
          List<StackTraceElement> users = usersFrames(other, true);
          users.stream().limit(FRAMES).forEach(frame -> lines.add("    at " + frame));
        }
      }
      before = "caused by ";
    }
    return lines;
  }

  /**
   * The stack down to the last frame that is the user's. A cause that has none, such as the error
   * of a read that the engine made, has nothing to show; the error itself is shown whole then.
   */
  private static List<StackTraceElement> usersFrames(Throwable thrown, boolean cause) {
    List<StackTraceElement> frames = Thrown.frames(thrown);
    int end = frames.size();
    while (end > 0 && isForeign(frames.get(end - 1).getClassName())) {
      end--;
    }
    return frames.subList(0, end == 0 && !cause ? frames.size() : end);
  }

  private static boolean isForeign(String type) {
    return OTHERS.stream().anyMatch(type::startsWith)
        || (type.startsWith(OURS) && type.indexOf('.', OURS.length()) < 0);
  }
}
