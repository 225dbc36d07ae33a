/** JMH micro-benchmarks of the parts that every call passes. {@code benchmarks/run --micro}. */
@NullMarked
package dev.heddle.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
