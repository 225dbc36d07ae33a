/**
 * The side-by-side measurements of DESIGN §9: one main, one table. What belongs here is what
 * measures; what is measured is the public face, and the rows it leaves in its store.
 */
@NullMarked
package dev.heddle.benchmarks;

import org.jspecify.annotations.NullMarked;
