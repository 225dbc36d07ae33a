/**
 * A plain call becomes an invocation: what woven methods ask at their entry, and what they get.
 * Only {@link dev.heddle.direct.DirectCalls} and {@link dev.heddle.task.Woven} are called or named
 * by woven classes.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.direct;
