package dev.heddle.task;

/**
 * Implemented by the class loader of a script. Classes of the unnamed package have no name that is
 * unique in a project, so their tasks are named after the script they come from.
 */
public interface ScriptScope {
  /**
   * What stands before the class in the names of tasks of the unnamed package: the script's folder,
   * relative to the project root, with {@code /} between its parts; empty for the root itself.
   */
  String scope();
}
