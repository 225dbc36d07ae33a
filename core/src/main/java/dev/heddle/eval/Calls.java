package dev.heddle.eval;

import dev.heddle.ExecutionListener;
import dev.heddle.task.TaskDef;
import dev.heddle.task.TaskParameter;
import dev.heddle.value.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls as people see them. */
final class Calls {
  private static final int ARGUMENT = 60;

  private Calls() {}

  /** The arguments of a call of the task as compact JSON, as far as they may be shown. */
  static List<String> arguments(TaskDef task, StoredValue[] arguments) {
    List<String> texts = new ArrayList<>(arguments.length);
    for (StoredValue argument : arguments) {
      texts.add(new String(argument.bytes(), StandardCharsets.UTF_8));
    }
    return task.sensitivity().masked(texts);
  }

  /** The chain of calls from the root to this one, outermost first. */
  static List<ExecutionListener.Link> chain(@Nullable CallCell origin) {
    List<ExecutionListener.Link> chain = new ArrayList<>();
    for (CallCell call = origin; call != null; call = call.parent) {
      chain.add(
          0,
          new ExecutionListener.Link(
              dev.heddle.store.Ids.text(call.id),
              call.task.name(),
              call.task.parameters().stream().map(TaskParameter::name).toList(),
              arguments(call.task, call.arguments())));
      if (chain.size() > 1000) {
        break; // Deep recursion: the innermost thousand tell enough.
      }
    }
    return chain;
  }

  /** {@code name(arg, arg)} with long arguments cut. */
  static String text(String task, List<String> arguments) {
    List<String> cut = new ArrayList<>();
    for (String argument : arguments) {
      cut.add(argument.length() <= ARGUMENT ? argument : argument.substring(0, ARGUMENT - 1) + "…");
    }
    return task + "(" + String.join(", ", cut) + ")";
  }

  /** What the error of a failed execution says: the failed call, the error, and the way to it. */
  static String message(ExecutionListener.Failure failure) {
    StringBuilder text = new StringBuilder();
    List<ExecutionListener.Link> chain = failure.chain();
    if (chain.isEmpty()) {
      return "The expression failed: " + describe(failure.error());
    }
    ExecutionListener.Link last = chain.get(chain.size() - 1);
    text.append("Task ")
        .append(text(last.task(), last.arguments()))
        .append(" failed: ")
        .append(describe(failure.error()));
    int shown = 0;
    for (int i = chain.size() - 2; i >= 0; i--) {
      if (shown++ == 20) {
        text.append("\n  … ").append(i + 1).append(" more");
        break;
      }
      text.append("\n  called by ").append(text(chain.get(i).task(), chain.get(i).arguments()));
    }
    return text.toString();
  }

  private static String describe(Throwable error) {
    String message = Errors.message(error);
    return error.getClass().getName() + (message == null ? "" : ": " + message);
  }
}
