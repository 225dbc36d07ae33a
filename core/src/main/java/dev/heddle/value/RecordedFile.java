package dev.heddle.value;

/**
 * A file as a recorded value saw it.
 *
 * @param location its path relative to the project root, an absolute path outside of it, or a URI
 * @param digest of its content, or of its stat or tag where that is what its key covers
 */
public record RecordedFile(String location, Hash digest) {}
