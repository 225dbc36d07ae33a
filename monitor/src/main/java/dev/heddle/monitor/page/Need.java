package dev.heddle.monitor.page;

/**
 * Something a person should look at.
 *
 * @param kind of what sort, for programs: {@code unserved}, {@code silent}, {@code late}, {@code
 *     retries}, {@code lost} or {@code wait}
 * @param detail what it means, or what to do
 * @param path where to look, below the monitor's own path
 */
public record Need(String kind, String title, String detail, String path) {}
