/**
 * The command line: what is typed becomes settings, a task and its arguments; what happens becomes
 * lines, a table and a result.
 *
 * <p>How a source file becomes classes is in {@code script}. Nothing here knows how a value is
 * computed.
 */
@NullMarked
package dev.heddle.cli;

import org.jspecify.annotations.NullMarked;
