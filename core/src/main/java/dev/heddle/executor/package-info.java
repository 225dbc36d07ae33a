/**
 * Where task bodies run. {@link dev.heddle.executor.TaskExecutor} is the whole of what the
 * evaluator knows of a place; {@link dev.heddle.executor.ThreadExecutor} is the one that is always
 * there.
 *
 * <p>Not here: which body runs when, and what becomes of its result.
 */
package dev.heddle.executor;
