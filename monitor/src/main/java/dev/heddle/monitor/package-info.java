/**
 * The monitor: what runs, what ran, and why, as web pages and as JSON. {@link
 * dev.heddle.monitor.HeddleMonitor} is the way in; the packages below it are no API.
 *
 * <p>How a page is made, from its query to its test, stands in {@code docs/design/monitor.md}.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.monitor;
