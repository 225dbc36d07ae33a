package dev.heddle.store;

/**
 * A line that a body logged.
 *
 * @param place its place among all lines, rising
 * @param worker the last worker of the invocation; 0 if it had none
 */
public record InvocationLine(long place, long invocation, String task, long worker, LogLine line) {}
