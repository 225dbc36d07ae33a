package dev.heddle;

import dev.heddle.expr.Node;

/**
 * An immutable description of a value that has not been computed yet.
 *
 * <p>Expressions are built with the methods of {@link Lazy} and turned into values by {@link
 * Heddle#run}. Building one computes nothing. An expression compares by identity; its {@code
 * toString} prints source-like text of bounded length.
 *
 * @param <T> the type of the value
 */
public sealed interface Expr<T> permits Node {}
