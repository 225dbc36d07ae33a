package dev.heddle;

/**
 * Supplies the receivers of instance tasks that are services (not records or enums). Thread-safe. A
 * dependency-injection container usually stands behind it.
 */
@FunctionalInterface
public interface InstanceProvider {
  /**
   * The instance on which tasks of this class run.
   *
   * @throws HeddleException if there is none, saying why
   */
  <T> T get(Class<T> type);

  /** What of the service's configuration changes results; it enters the key of its tasks. */
  default String fingerprint(Class<?> type) {
    return "";
  }
}
