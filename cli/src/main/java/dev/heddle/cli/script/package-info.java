/** A source file becomes classes: compiled in process when need be, else taken from the cache. */
@NullMarked
package dev.heddle.cli.script;

import org.jspecify.annotations.NullMarked;
