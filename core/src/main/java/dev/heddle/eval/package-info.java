/**
 * An expression becomes a value: {@link dev.heddle.eval.Evaluation} is one execution, {@link
 * dev.heddle.eval.Engine} what all executions of an app share. {@code docs/design/evaluation.md}
 * has the states, and what is written when.
 *
 * <p>Not here: how a value is recorded ({@code value}), what a task is ({@code task}), where a body
 * runs ({@code executor}), and where anything is kept ({@code store}).
 */
package dev.heddle.eval;
