/**
 * The algebra: every form an expression can have, as one class each, and the functions they hold.
 *
 * <p>Here: nodes, what they point at ({@link dev.heddle.expr.Callee}), inline functions taken apart
 * ({@link dev.heddle.expr.Closure}), and their text. Not here: how expressions are written ({@link
 * dev.heddle.Lazy}), what a task is, and how anything is evaluated. Nodes are immutable and compare
 * by identity; nothing here recurses along an expression, which may be a million nodes deep.
 */
package dev.heddle.expr;
