package dev.heddle.value;

/**
 * What stat says of a file. Equal stamps mean equal content, unless the file was modified within
 * two seconds of being hashed (git's "racy" files).
 *
 * @param path absolute and normalised
 * @param modifiedNanos time of last modification, nanoseconds since the epoch
 * @param fileKey device, inode and time of last status change (which sees an edit that put the time
 *     of modification back) where the platform has them, else empty
 */
public record FileStamp(String path, long size, long modifiedNanos, String fileKey) {}
