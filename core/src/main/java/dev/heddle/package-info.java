/**
 * The face: what a user's code imports. Nouns (annotations, {@link dev.heddle.Expr}, files,
 * options, errors) and two doors: {@link dev.heddle.Lazy} builds expressions, {@link
 * dev.heddle.Heddle} evaluates them. Start there.
 *
 * <p>Not here: anything a program can be written without naming. The packages below are the engine;
 * those that are exported ({@code store}, {@code executor}, {@code task}, {@code value}) are for
 * who writes a backend, and may change until 1.0.
 */
package dev.heddle;
