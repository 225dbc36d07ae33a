package dev.heddle.store;

/** A line that a body logged through its context. {@code level} is SLF4J's name of it. */
public record LogLine(long at, int attempt, String level, String text) {}
