package dev.heddle.cli;

import dev.heddle.config.Nearest;
import dev.heddle.config.Passwords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed behind {@code heddle run}. Read by hand: the options of the task stand among those
 * of the command, and a cached run has no time to build a model of the whole command line.
 *
 * @param target a source file, or a class if {@code --cp} names where it is
 * @param settings values by the names of {@code heddle.toml}
 * @param words options of the task, as typed
 * @param rest what stands behind {@code --}
 */
record RunArguments(
    Optional<String> target,
    Optional<String> task,
    Map<String, String> settings,
    Optional<String> classPath,
    boolean json,
    boolean help,
    List<String> words,
    List<String> rest) {

  /** The command's own options; a task's parameter of that name is reached by {@code --param:}. */
  static final List<String> OPTIONS =
      List.of("--json", "--store", "--no-cache", "--keep-going", "--slots", "--cp", "--help");

  /** These and their other spellings. */
  static final List<String> TAKEN = taken();

  private static List<String> taken() {
    List<String> taken = new ArrayList<>(OPTIONS);
    taken.add("--class-path");
    return List.copyOf(taken);
  }

  /** Whether the target is a source file and not a class of {@code --cp}. */
  boolean isFile() {
    return target.map(t -> classPath.isEmpty() || t.endsWith(".java")).orElse(false);
  }

  /** What was typed, as it may be recorded: with no password in the store's URL. */
  static List<String> shown(List<String> typed) {
    List<String> shown = new ArrayList<>(typed);
    for (int i = 0; i < typed.size(); i++) {
      boolean url = i > 0 && typed.get(i - 1).equals("--store");
      if (url || typed.get(i).startsWith("--store=")) {
        shown.set(i, Passwords.hide(typed.get(i)));
      }
    }
    return shown;
  }

  static RunArguments parse(List<String> typed) {
    return new Reading(typed).read();
  }

  private static final class Reading {
    private static final char UNREADABLE = '\uFFFD';

    private final List<String> typed;
    private final List<String> positional = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> words = new ArrayList<>();
    private List<String> rest = List.of();
    private Optional<String> classPath = Optional.empty();
    private boolean json;
    private boolean help;
    private int at;

    Reading(List<String> typed) {
      this.typed = typed;
    }

    RunArguments read() {
      requireReadable();
      while (at < typed.size()) {
        String word = typed.get(at++);
        if (word.equals("--")) {
          rest = List.copyOf(typed.subList(at, typed.size()));
          break;
        }
        if (!option(word)) {
          other(word);
        }
      }
      Optional<String> target = positional.stream().findFirst();
      Optional<String> task = positional.stream().skip(1).findFirst();
      if (task.isEmpty() && !words.isEmpty()) {
        String unknown = words.get(0).replaceFirst("=.*", ""); // its value may be secret
        throw new UsageException(
            "Unknown option "
                + unknown
                + "."
                + Nearest.hint(unknown, OPTIONS)
                + (target.isEmpty()
                    ? ""
                    : " Parameters of a task stand behind its name; those of a main method behind"
                        + " --"));
      }
      return new RunArguments(
          target, task, settings, classPath, json, help, List.copyOf(words), rest);
    }

    /** What the JVM could not decode it gives as U+FFFD: two inputs would become the same one. */
    private void requireReadable() {
      for (int i = 0; i < typed.size(); i++) {
        String word = typed.get(i);
        if (word.indexOf(UNREADABLE) < 0) {
          continue;
        }
        String before = i == 0 ? "" : typed.get(i - 1);
        String place =
            word.startsWith("--")
                ? word.replaceFirst("=.*", "")
                : before.startsWith("--") && !before.equals("--") ? before : "\"" + word + "\"";
        throw new UsageException(
            place + " could not be read in this locale; set LC_ALL=C.UTF-8 and give it as UTF-8");
      }
    }

    private boolean option(String word) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      switch (name) {
        case "--store" -> settings.put("store", value(word, equals, "a store URL"));
        case "--slots" -> settings.put("slots", value(word, equals, "a number"));
        case "--cp", "-cp", "--class-path" ->
            classPath = Optional.of(value(word, equals, "jars and class folders"));
        case "--json" -> json = flag(word, equals);
        case "--no-cache" -> settings.put("cache", Boolean.toString(!flag(word, equals)));
        case "--keep-going" -> settings.put("keep-going", Boolean.toString(flag(word, equals)));
        case "--help", "-h" -> help = flag(word, equals);
        default -> {
          return false;
        }
      }
      return true;
    }

    private String value(String word, int equals, String kind) {
      if (equals >= 0) {
        return word.substring(equals + 1);
      }
      if (at == typed.size()) {
        throw new UsageException(word + " needs " + kind + " behind it");
      }
      return typed.get(at++);
    }

    private static boolean flag(String word, int equals) {
      String value = equals < 0 ? "true" : word.substring(equals + 1);
      if (!value.equals("true") && !value.equals("false")) {
        throw new UsageException(word + ": this option is on or off and takes no value");
      }
      return value.equals("true");
    }

    /** File, then task, then what belongs to the task. */
    private void other(String word) {
      if (positional.size() < 2 && words.isEmpty() && !word.startsWith("-")) {
        positional.add(word);
      } else {
        words.add(word);
        boolean valueFollows = word.startsWith("--") && word.indexOf('=') < 0 && at < typed.size();
        if (valueFollows && !typed.get(at).startsWith("--")) {
          words.add(typed.get(at++));
        }
      }
    }
  }
}
