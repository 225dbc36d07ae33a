package dev.heddle.cli;

import dev.heddle.Sensitive;
import dev.heddle.config.Nearest;
import dev.heddle.value.Codec;
import dev.heddle.value.UnserializableValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a task's arguments from what was typed, by the names and types of its parameters.
 *
 * @param task its name, for the messages
 * @param all in the order of the method
 * @param command behind which they are typed
 */
record Parameters(String task, List<Parameter> all, CommandOptions command) {
  /**
   * One parameter.
   *
   * @param defaultText what is read if nothing is typed
   * @param fields by name, where parts may be given one by one: {@code --point.x 1}
   * @param command behind which it is typed
   * @param sensitive whether what is given for it is not to be shown
   */
  record Parameter(
      String name,
      Codec codec,
      Optional<String> defaultText,
      Map<String, Codec> fields,
      CommandOptions command,
      boolean sensitive) {
    boolean isSwitch() {
      String type = codec.typeName();
      return type.equals("boolean") || type.equals("Boolean");
    }

    /** As one would type it: {@code --orderCount} or {@code --order-count}. */
    String kebab() {
      return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    String option() {
      return command.typed(kebab());
    }

    /** As one would turn a switch off. */
    String off() {
      return command.typed("no-" + kebab());
    }
  }

  /** What was typed for one parameter. */
  private static final class Given {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, String> fields = new LinkedHashMap<>();

    private Stream<String> all() {
      return Stream.concat(texts.stream(), fields.values().stream());
    }
  }

  /**
   * The arguments.
   *
   * @throws UsageException naming the parameter, its type and what was given
   */
  @Nullable Object[] read(List<String> words) {
    return values(given(words));
  }

  /**
   * A command line as it may be recorded: what was given for a sensitive parameter is masked
   * wherever it stands.
   *
   * @param words those of it that were {@link #read}
   */
  List<String> masked(List<String> typed, List<String> words) {
    Set<String> secrets = new HashSet<>();
    given(words)
        .forEach(
            (parameter, given) -> {
              if (parameter.sensitive) {
                given.all().forEach(secrets::add);
              }
            });
    return typed.stream().map(word -> masked(word, secrets)).toList();
  }

  private static String masked(String word, Set<String> secrets) {
    int value = word.indexOf('=') + 1;
    if (secrets.contains(word)) {
      return Sensitive.MASK;
    }
    return word.startsWith("--") && value > 0 && secrets.contains(word.substring(value))
        ? word.substring(0, value) + Sensitive.MASK
        : word;
  }

  private Map<Parameter, Given> given(List<String> words) {
    Map<Parameter, Given> given = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        throw new UsageException(
            "What is \""
                + word
                + "\"? Parameters of "
                + task
                + " are given by name: "
                + synopsis());
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      boolean negated = equals < 0 && named(bare(name)) == null && negated(name) != null;
      String path = negated ? bare(name).substring("no-".length()) : bare(name);
      int dot = path.indexOf('.');
      Parameter parameter = named(dot < 0 ? path : path.substring(0, dot));
      if (parameter == null) {
        throw unknown(name);
      }
      Given into = given.computeIfAbsent(parameter, p -> new Given());
      String text;
      if (negated) {
        text = "false";
      } else if (equals >= 0) {
        text = word.substring(equals + 1);
      } else if (parameter.isSwitch()) {
        boolean said = i + 1 < words.size() && words.get(i + 1).matches("(?i)true|false");
        text = said ? words.get(++i) : "true";
      } else if (i + 1 < words.size()) {
        text = words.get(++i);
      } else {
        throw new UsageException(name + " needs a value behind it: " + typed(parameter));
      }
      if (dot < 0) {
        into.texts.add(text);
      } else {
        into.fields.put(field(parameter, path.substring(dot + 1)), text);
      }
    }
    return given;
  }

  private @Nullable Object[] values(Map<Parameter, Given> given) {
    @Nullable Object[] arguments = new Object[all.size()];
    List<Parameter> missing = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      Parameter parameter = all.get(i);
      Given texts = given.get(parameter);
      if (texts != null) {
        arguments[i] = value(parameter, texts);
      } else if (parameter.defaultText.isPresent()) {
        arguments[i] = parameter.codec.parse(parameter.defaultText.get());
      } else {
        missing.add(parameter);
        continue;
      }
      requireFiles(parameter, arguments[i]);
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          "Missing "
              + String.join(", ", missing.stream().map(Parameters::typed).toList())
              + ". "
              + task
              + " takes "
              + synopsis());
    }
    return arguments;
  }

  private static @Nullable Object value(Parameter parameter, Given given) {
    List<String> texts = given.texts;
    try {
      if (!given.fields.isEmpty()) {
        if (!texts.isEmpty()) {
          throw new UsageException(
              parameter.option() + " is given as a whole and by its fields; one way is enough");
        }
        return parameter.codec.parse(assembled(parameter, given.fields));
      }
      return texts.size() == 1
          ? parameter.codec.parse(texts.get(0))
          : parameter.codec.parseAll(texts);
    } catch (UnserializableValueException e) {
      if (parameter.sensitive) {
        throw new UsageException(typed(parameter) + " can't be what was given for it");
      }
      String value =
          given.fields.isEmpty()
              ? String.join(" ", texts.stream().map(Json::quote).toList())
              : given.fields.toString();
      throw new UsageException(
          typed(parameter) + " can't be " + value + ": " + Names.firstLine(e.getMessage() + ""));
    }
  }

  /**
   * A task is asked with the content of its files, so those that are on this machine must exist.
   */
  private static void requireFiles(Parameter parameter, @Nullable Object value) {
    if (!parameter.codec.external()) {
      return;
    }
    parameter.codec.files(
        value,
        external -> {
          Optional<String> fault = MissingFile.in(external);
          if (fault.isPresent()) {
            throw new UsageException(typed(parameter) + ": " + fault.get());
          }
        });
  }

  /** JSON of a record from the texts of its components. */
  private static String assembled(Parameter parameter, Map<String, String> fields) {
    JsonObject object = new JsonObject();
    fields.forEach(
        (field, text) -> {
          Codec codec = parameter.fields.get(field);
          if (codec != null) {
            object.putJson(field, Stored.text(codec.encode(codec.parse(text))));
          }
        });
    return object.toString();
  }

  private static String field(Parameter parameter, String field) {
    if (!parameter.fields.containsKey(field)) {
      throw new UsageException(
          typed(parameter)
              + " has no field "
              + field
              + "."
              + Nearest.hint(field, parameter.fields.keySet())
              + (parameter.fields.isEmpty()
                  ? ""
                  : " It has " + String.join(", ", parameter.fields.keySet())));
    }
    return field;
  }

  private static String bare(String option) {
    return option.startsWith(CommandOptions.FORCED)
        ? option.substring(CommandOptions.FORCED.length())
        : option.substring(2);
  }

  private @Nullable Parameter negated(String option) {
    String name = bare(option);
    Parameter parameter = name.startsWith("no-") ? named(name.substring("no-".length())) : null;
    return parameter != null && parameter.isSwitch() ? parameter : null;
  }

  private @Nullable Parameter named(String name) {
    for (Parameter parameter : all) {
      if (parameter.name.equals(name) || parameter.kebab().equals(name)) {
        return parameter;
      }
    }
    return null;
  }

  private UsageException unknown(String option) {
    List<String> options = new ArrayList<>(all.stream().map(Parameter::option).toList());
    options.addAll(command.names());
    return new UsageException(
        task
            + " has no parameter "
            + option
            + "."
            + Nearest.hint(option, options)
            + (all.isEmpty() ? " It takes none." : " It takes " + synopsis()));
  }

  private static String typed(Parameter parameter) {
    return parameter.option() + " (" + parameter.codec.typeName() + ")";
  }

  /** {@code --period String [--count int]}, as one would type it. */
  String synopsis() {
    return String.join(
        " ",
        all.stream()
            .map(
                p -> {
                  String text =
                      p.isSwitch()
                          ? p.option()
                          : p.option() + " " + placeholder(p.codec.typeName());
                  return p.defaultText.isPresent() ? "[" + text + "]" : text;
                })
            .toList());
  }

  /** What stands for a value in a usage line: one word. */
  private static String placeholder(String type) {
    return switch (type) {
      case "file", "folder" -> type.toUpperCase(Locale.ROOT);
      case "files (a pattern)" -> "PATTERN";
      default -> {
        int note = type.indexOf(" (");
        yield (note < 0 ? type : type.substring(0, note)).replace(" or empty", "").replace(" ", "");
      }
    };
  }

  /** What {@code run FILE TASK --help} shows. */
  List<String> help(Style style) {
    List<String> lines = new ArrayList<>();
    if (all.isEmpty()) {
      lines.add("It takes no parameters.");
      return lines;
    }
    Table table = new Table("parameter", "type", "default");
    for (Parameter p : all) {
      table.add(
          p.isSwitch() ? p.option() + ", " + p.off() : p.option(),
          p.codec.typeName() + note(p),
          p.defaultText.orElse("required"));
    }
    table.lines(style).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String note(Parameter p) {
    String type = p.codec.typeName();
    if (!p.fields.isEmpty()) {
      return " (JSON, or " + p.option() + "." + String.join("|", p.fields.keySet()) + ")";
    }
    return type.startsWith("List<") || type.startsWith("Set<") ? " (repeat, or JSON)" : "";
  }
}
