package dev.heddle.task;

import dev.heddle.value.Hash;

/**
 * A lambda or method reference in a task's code that targets a functional interface of {@code
 * dev.heddle.Lazy}, named as {@link java.lang.invoke.SerializedLambda} names it.
 *
 * <p>Numbers are ranks of body hashes (references to tasks come last, by the task's name), so they
 * depend neither on the compiler nor on what else is in the source. <strong>Sites whose bodies are
 * the same code share one number</strong>: javac itself merges such lambdas, or not, as its flags
 * say.
 *
 * @param implClass binary name with dots of the class that declares the body
 * @param implKind its method-handle kind
 * @param bodyHash over the body and all code it reaches
 */
public record InlineSite(
    int number,
    String implClass,
    String implMethod,
    String implDescriptor,
    int implKind,
    Hash bodyHash) {}
