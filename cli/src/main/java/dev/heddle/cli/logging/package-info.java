/** Where the warnings of libraries go in the command line: to standard error, one line each. */
@NullMarked
package dev.heddle.cli.logging;

import org.jspecify.annotations.NullMarked;
