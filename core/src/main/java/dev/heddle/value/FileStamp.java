package dev.heddle.value;

/**
 * What stat says of a file. Equal stamps mean equal content, unless the file was modified within two
 * seconds of being hashed (git's "racy" files).
 *
 * @param path absolute and normalised
 * @param modifiedNanos time of last modification, nanoseconds since the epoch
 * @param fileKey the inode where the platform has one, else empty
 */
public record FileStamp(String path, long size, long modifiedNanos, String fileKey) {}
