package dev.heddle.store;

import dev.heddle.value.Hash;

/** A file as a call saw it. {@code location} is a path relative to the project root, or a URI. */
public record FileUse(String location, Hash digest, boolean written) {}
