package dev.heddle.cli;

import dev.heddle.Heddle;
import dev.heddle.Invocation;
import dev.heddle.SubmitOptions;
import dev.heddle.config.Settings;
import dev.heddle.store.Ids;
import dev.heddle.store.Masking;
import dev.heddle.task.TaskMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code heddle submit}: orders a task and prints the id, or waits for the result. */
final class SubmitCommand {
  private static final String TAG = "--tag";

  /** Its options beside those of {@code run}. Those of the task stand among them. */
  static final List<String> OPTIONS =
      List.of(
          "--wait",
          "--queue",
          "--priority",
          "--delay",
          "--at",
          "--retries",
          "--timeout",
          "--key",
          TAG);

  /** Options of {@code run} that say nothing of an order, and who takes them. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "--slots",
              "how many bodies run at once is said to who runs them: heddle worker --slots N",
          "--no-cache", "an ordered task always runs; heddle run takes this option",
          "--keep-going", "an order is of one task; heddle run takes this option");

  private final Session session;

  SubmitCommand(Session session) {
    this.session = session;
  }

  int run(List<String> typed) {
    Map<String, String> own = new LinkedHashMap<>();
    List<String> tags = new ArrayList<>();
    RunArguments arguments = RunArguments.parse(taken(typed, own, tags));
    if (arguments.target().isEmpty() || arguments.task().isEmpty()) {
      session.print(help());
      if (arguments.help()) {
        return Main.SUCCESS;
      }
      throw new UsageException("heddle submit needs a file and a task");
    }
    SubmitOptions options = options(own, tags);
    Duration wait =
        own.containsKey("--wait")
            ? own.get("--wait").isEmpty()
                ? Duration.ofDays(36_500)
                : Lengths.parse("--wait", own.get("--wait"))
            : null;
    Settings settings = session.settings(arguments.settings());
    StoreDoor.requireServed(settings.store());
    Program program = Program.load(arguments, settings, session.screen());
    Thread.currentThread().setContextClassLoader(program.loader());
    TaskMethod task = program.task(arguments.task().get());
    Signatures signatures =
        new Signatures(ParameterCodecs.of(settings.project()), CommandOptions.SUBMIT);
    if (arguments.help()) {
      session.print(
          RunHelp.task(program, task, signatures.of(task), signatures, session.screen().style()));
      return Main.SUCCESS;
    }
    List<String> words = new ArrayList<>(arguments.words());
    words.addAll(arguments.rest());
    List<@Nullable Object> values = Arrays.asList(signatures.of(task).read(words));
    try (Heddle heddle = Heddle.builder().settings(settings).open()) {
      Invocation<?> ordered = heddle.with(options).submit(task, values);
      if (wait == null) {
        return told(ordered, arguments.json());
      }
      session.screen().line("ordered  " + ordered.id() + "  " + Names.brief(ordered.task()));
      long id = Ids.parse(ordered.id()).orElseThrow();
      return new ResultPrinter(
              session, heddle.store(), arguments.json(), new Masking(heddle.store(), true))
          .await(id, wait)
          .orElse(Main.FAILED);
    }
  }

  private int told(Invocation<?> ordered, boolean json) {
    if (json) {
      session
          .out()
          .println(
              new JsonObject()
                  .put("invocation", ordered.id())
                  .put("task", ordered.task())
                  .put("state", ordered.state().name()));
    } else {
      session.out().println(ordered.id());
    }
    return Main.SUCCESS;
  }

  /** Takes its own options out; the rest reads as behind {@code heddle run}. */
  private static List<String> taken(
      List<String> typed, Map<String, String> own, List<String> tags) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      if (word.equals("--")) {
        rest.addAll(typed.subList(i, typed.size()));
        break;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      requireOwn(name);
      if (!OPTIONS.contains(name)) {
        rest.add(word);
      } else if (equals >= 0) {
        give(own, tags, name, word.substring(equals + 1));
      } else if (name.equals("--wait")) {
        boolean length = i + 1 < typed.size() && Lengths.isOne(typed.get(i + 1));
        own.put(name, length ? typed.get(++i) : "");
      } else if (i + 1 < typed.size()) {
        give(own, tags, name, typed.get(++i));
      } else {
        throw new UsageException(name + " needs a value behind it");
      }
    }
    return rest;
  }

  /** Of an option that is repeated the last counts, and of tags all. */
  private static void give(Map<String, String> own, List<String> tags, String name, String value) {
    if (name.equals(TAG)) {
      tags.add(value);
    } else {
      own.put(name, value);
    }
  }

  private static void requireOwn(String option) {
    String why = ELSEWHERE.get(option);
    if (why != null) {
      throw new UsageException(
          option
              + " is no option of heddle submit: "
              + why
              + ". A parameter of that name is given as "
              + CommandOptions.FORCED
              + option.substring("--".length())
              + ".");
    }
  }

  private static SubmitOptions options(Map<String, String> own, List<String> tags) {
    SubmitOptions options = SubmitOptions.NONE;
    try {
      options = options.withTags(tags.toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      throw new UsageException(TAG + ": " + e.getMessage());
    }
    for (Map.Entry<String, String> option : own.entrySet()) {
      String value = option.getValue();
      try {
        options = with(options, option.getKey(), value);
      } catch (IllegalArgumentException e) {
        throw new UsageException(option.getKey() + ": " + e.getMessage());
      }
    }
    return options;
  }

  private static SubmitOptions with(SubmitOptions options, String option, String value) {
    return switch (option) {
      case "--queue" -> options.withQueue(value);
      case "--priority" -> options.withPriority(number("--priority", value));
      case "--delay" -> options.withDelay(Lengths.parse("--delay", value));
      case "--at" -> options.withAt(moment(value));
      case "--retries" -> options.withRetries(number("--retries", value));
      case "--timeout" -> options.withTimeout(Lengths.parse("--timeout", value));
      case "--key" -> options.withKey(value);
      default -> options;
    };
  }

  private static int number(String option, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new UsageException(option + " takes a whole number, not " + text);
    }
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new UsageException("--at takes a moment, as 2026-12-24T18:00:00Z, not " + text);
    }
  }

  static List<String> help() {
    return List.of(
        "Usage: heddle submit FILE.java TASK [--param value ...] [options]",
        "       heddle submit --cp JAR_OR_FOLDER[:...] CLASS TASK [--param value ...] [options]",
        "",
        "Orders a task: it is on record when this returns, and a worker carries it out. Prints the"
            + " id.",
        "",
        "      --wait [TIME]    wait for the result, at most this long, and print it",
        "      --queue NAME     the queue it stands in; default",
        "      --priority N     of what waits in a queue, higher goes first",
        "      --delay TIME     how long it waits before it may begin: 500ms, 30s, 5m, 2h, 30d",
        "      --at MOMENT      when it may begin: 2026-12-24T18:00:00Z",
        "      --retries N      how often a failed attempt is made again",
        "      --timeout TIME   how long an attempt may take",
        "      --key TEXT       of orders of one task with one key only the first is carried out",
        "      --tag TEXT       a label to find it by; may be given several times",
        "      --json           print one JSON object",
        "      --store URL      sqlite:PATH or postgresql://USER@HOST/DATABASE; default",
        "                       .heddle/heddle.db of the project",
        "      --cp PATH        more jars and class folders",
        "  -h, --help           with a task: its parameters",
        "",
        "A parameter that is named like one of these options is given as --param:NAME value, or",
        "behind --.");
  }
}
