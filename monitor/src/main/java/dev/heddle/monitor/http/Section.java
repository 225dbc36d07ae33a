package dev.heddle.monitor.http;

/** What the navigation leads to. The key goes there after a {@code g}. */
public enum Section {
  OVERVIEW("Overview", "/", "o"),
  EXECUTIONS("Executions", "/executions", "e"),
  INVOCATIONS("Invocations", "/invocations", "i"),
  TIMELINE("Timeline", "/timeline", "t"),
  TASKS("Tasks", "/tasks", "k"),
  WORKERS("Workers", "/workers", "w"),
  VALUES("Values & files", "/values", "v"),
  LOGS("Logs", "/logs", "l"),
  /** The JSON beside the pages; the navigation has it at its foot. */
  API("API", "/api", "a");

  private final String label;
  private final String path;
  private final String key;

  Section(String label, String path, String key) {
    this.label = label;
    this.path = path;
    this.key = key;
  }

  public String label() {
    return label;
  }

  /** Below the monitor's own path. */
  public String path() {
    return path;
  }

  public String key() {
    return key;
  }

  /** Its name in the style sheet. */
  public String css() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
