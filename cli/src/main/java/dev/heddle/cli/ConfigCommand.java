package dev.heddle.cli;

import dev.heddle.config.Setting;
import dev.heddle.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code heddle config}: each setting as it stands, and where it came from. */
@Command(
    name = "config",
    description = "Show every setting, its value and where it came from.",
    footer = {
      "",
      "Strongest first: code, flag, environment (HEDDLE_STORE, HEDDLE_SLOTS, ...), heddle.toml, "
          + "default."
    },
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  ConfigCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Settings settings = session.settings(Map.of());
    if (json) {
      session.out().println(object(settings));
      return Main.SUCCESS;
    }
    session.out().println("project " + settings.project().root());
    session.out().println();
    Table table = new Table("setting", "value", "from");
    for (Setting setting : settings.all()) {
      table.add(setting.name(), shown(setting, settings), setting.where());
    }
    session.print(table.lines(Style.PLAIN));
    return Main.SUCCESS;
  }

  private static String shown(Setting setting, Settings settings) {
    Object value = setting.value();
    if (setting.name().equals("store")) {
      return settings.shownStore();
    }
    if (value instanceof List<?> names) {
      return names.isEmpty()
          ? "-"
          : names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
    return value.toString().toLowerCase(Locale.ROOT);
  }

  private static JsonObject object(Settings settings) {
    List<JsonObject> all = new ArrayList<>();
    for (Setting setting : settings.all()) {
      JsonObject one = new JsonObject().put("name", setting.name());
      Object value = setting.value();
      if (value instanceof List<?> names) {
        one.put("value", names.stream().map(Object::toString).toList());
      } else if (value instanceof Boolean on) {
        one.put("value", on);
      } else if (value instanceof Integer number) {
        one.put("value", number);
      } else {
        one.put("value", shown(setting, settings));
      }
      all.add(
          one.put("origin", setting.origin().name().toLowerCase(Locale.ROOT))
              .put("from", setting.where()));
    }
    return new JsonObject()
        .put("project", settings.project().root().toString())
        .putAll("settings", all);
  }
}
