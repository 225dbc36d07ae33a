package dev.heddle.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a project: for each the strongest of code, flag, environment, {@code heddle.toml}
 * and default. Immutable.
 *
 * <p>{@code [task."name"]} tables of {@code heddle.toml} stand beside them: they override the
 * annotation of one task and are overridden by the options of a call.
 */
public final class Settings {
  private static final String SQLITE = "sqlite:";
  private static final String STORE_FILE = ".heddle/heddle.db";

  private final Project project;
  private final Map<Key, Setting> values;
  private final Map<String, TaskSettings> tasks;

  private Settings(Project project, Map<Key, Setting> values, Map<String, TaskSettings> tasks) {
    this.project = project;
    this.values = values;
    this.tasks = tasks;
  }

  /** Begins the settings of a project. Nothing is read before {@link Builder#resolve}. */
  public static Builder of(Project project) {
    return new Builder(project);
  }

  /** The settings of the project around the current folder, by this process's environment. */
  public static Settings ofProcess() {
    return of(Project.find(Path.of(""))).environment(System.getenv()).properties().resolve();
  }

  public Project project() {
    return project;
  }

  /**
   * The store's URL; a relative SQLite path is made absolute against the project's root, and none
   * at all is the store of the project.
   */
  public String store() {
    String url = (String) value(Key.STORE);
    if (!url.startsWith(SQLITE)) {
      return url;
    }
    String path = url.substring(SQLITE.length());
    boolean unnamed = path.isEmpty() || path.startsWith("?");
    return SQLITE + project.root().resolve(unnamed ? STORE_FILE + path : path).normalize();
  }

  /** The same as it may be shown: with {@code ***} in place of a password. */
  public String shownStore() {
    return Passwords.hide(store());
  }

  /** How many bodies may run at once in this process. */
  public int slots() {
    return (Integer) value(Key.SLOTS);
  }

  /** Whether an execution goes on with what does not depend on a failed call. */
  public boolean keepGoing() {
    return (Boolean) value(Key.KEEP_GOING);
  }

  /** Whether results of earlier executions may be reused at all. */
  public boolean cache() {
    return (Boolean) value(Key.CACHE);
  }

  /** Whether direct calls start a worker in their own process. */
  public boolean embeddedWorker() {
    return (Boolean) value(Key.EMBEDDED_WORKER);
  }

  /**
   * The methods that are direct tasks without being annotated, as {@code com.acme.Foo.bar}: all of
   * that name, or with the simple names of its parameter types, the one.
   */
  public List<String> directMethods() {
    return names(Key.DIRECT_METHODS);
  }

  /** Packages and classes that count as the user's own code beyond those found by rule. */
  public List<String> codeInclude() {
    return names(Key.CODE_INCLUDE);
  }

  /** Packages and classes that never count as the user's own code. */
  public List<String> codeExclude() {
    return names(Key.CODE_EXCLUDE);
  }

  /** What {@code heddle.toml} says of one task. */
  public TaskSettings task(String name) {
    return tasks.getOrDefault(name, TaskSettings.NONE);
  }

  /**
   * Every setting with its origin, in a fixed order, the tables of single tasks last. To be shown:
   * a password in the store's URL is {@code ***}.
   */
  public List<Setting> all() {
    List<Setting> all = new ArrayList<>();
    values.forEach((key, setting) -> all.add(shown(key, setting)));
    String file = project.file().map(Path::toString).orElse("");
    tasks.forEach(
        (task, said) ->
            said.values()
                .forEach(
                    (name, value) ->
                        all.add(
                            new Setting(
                                "task.\"" + task + "\"." + name, value, Origin.FILE, file))));
    return all;
  }

  private static Setting shown(Key key, Setting setting) {
    Object value = key.kind.shown(setting.value());
    return new Setting(setting.name(), value, setting.origin(), setting.where());
  }

  private Object value(Key key) {
    return Objects.requireNonNull(values.get(key), key.text).value();
  }

  @SuppressWarnings("unchecked") // Kind.NAMES reads lists of String only
  private List<String> names(Key key) {
    return (List<String>) value(key);
  }

  /** Collects what was said at each level. */
  public static final class Builder {
    private final Project project;
    private final Map<Key, Setting> code = new EnumMap<>(Key.class);
    private final Map<Key, Setting> flags = new EnumMap<>(Key.class);
    private final Map<Key, Setting> environment = new EnumMap<>(Key.class);

    private Builder(Project project) {
      this.project = project;
    }

    /** A value set in code; the name is that of {@code heddle.toml}. */
    public Builder code(String name, Object value) {
      Key key = key(name);
      code.put(key, new Setting(name, fitting("code", key, value), Origin.CODE, "code"));
      return this;
    }

    /** A value given by a flag: {@code flag} is how the person wrote it, for the messages. */
    public Builder flag(String name, String flag, Object value) {
      Key key = key(name);
      flags.put(key, new Setting(name, fitting(flag, key, value), Origin.FLAG, flag));
      return this;
    }

    /** Reads {@code HEDDLE_STORE}, {@code HEDDLE_SLOTS} and so on. Empty variables don't count. */
    public Builder environment(Map<String, String> variables) {
      for (Key key : Key.values()) {
        String value = variables.get(key.variable());
        if (value != null && !value.isBlank()) {
          String name = key.variable();
          environment.put(
              key, new Setting(key.text, fitting(name, key, value), Origin.ENVIRONMENT, name));
        }
      }
      return this;
    }

    /**
     * Reads system properties {@code heddle.store} and so on, as flags: {@code -Dheddle.slots=4},
     * and how {@code heddle run FILE} hands its flags to the file's main method.
     */
    public Builder properties() {
      for (Key key : Key.values()) {
        String value = System.getProperty(key.property());
        if (value != null) {
          flag(key.text, "-D" + key.property(), value);
        }
      }
      return this;
    }

    /**
     * The settings as they stand.
     *
     * @throws ConfigException if {@code heddle.toml} can't be read, is malformed, or names a
     *     setting that does not exist
     */
    public Settings resolve() {
      SettingsFile file = project.file().map(SettingsFile::read).orElse(SettingsFile.EMPTY);
      String path = project.file().map(Path::toString).orElse("");
      Map<Key, Setting> values = new EnumMap<>(Key.class);
      for (Key key : Key.values()) {
        Object inFile = file.values().get(key);
        Setting weakest =
            inFile == null
                ? new Setting(key.text, byDefault(key), Origin.DEFAULT, "default")
                : new Setting(key.text, inFile, Origin.FILE, path);
        Setting setting =
            Stream.of(code, flags, environment)
                .filter(level -> level.containsKey(key))
                .map(level -> level.getOrDefault(key, weakest))
                .findFirst()
                .orElse(weakest);
        values.put(key, setting);
      }
      return new Settings(project, values, new LinkedHashMap<>(file.tasks()));
    }

    private static Object byDefault(Key key) {
      return switch (key) {
        case STORE -> SQLITE + STORE_FILE;
        // Bodies wait as often as they compute; a small machine shall still overlap them.
        case SLOTS -> Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        case KEEP_GOING, EMBEDDED_WORKER -> false;
        case CACHE -> true;
        case CODE_INCLUDE, CODE_EXCLUDE, DIRECT_METHODS -> List.of();
      };
    }

    private static Key key(String name) {
      @Nullable Key key = Key.named(name);
      if (key == null) {
        throw new IllegalArgumentException("no setting " + name);
      }
      return key;
    }

    private static Object fitting(String where, Key key, Object value) {
      @Nullable Object read = key.kind.read(value);
      if (read == null) {
        throw new ConfigException(
            where + " must be " + key.kind.description + ", not " + key.kind.shown(value));
      }
      return read;
    }
  }
}
