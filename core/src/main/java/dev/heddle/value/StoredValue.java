package dev.heddle.value;

/**
 * A value as it is recorded: the hash over its typed walk, and its bytes. Neither may be changed.
 */
public record StoredValue(Hash hash, byte[] bytes) {}
