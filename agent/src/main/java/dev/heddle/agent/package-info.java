/**
 * The weaver of direct tasks: as a {@code -javaagent}, as a plug-in of Byte Buddy's build tools,
 * and as a library for loaders. What it weaves is the same in all three ways:
 * docs/design/direct.md.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.agent;
