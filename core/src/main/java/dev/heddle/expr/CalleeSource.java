package dev.heddle.expr;

/**
 * Turns a class and a method name into a callee. The nouns of the face know tasks only as {@link
 * Callee}; what resolves them stands above them, so it is found as a service.
 */
public interface CalleeSource {
  /** The task of this class, declared or inherited, whose method has this name. */
  Callee callee(Class<?> owner, String method);
}
