/**
 * Ordered work: {@link dev.heddle.work.Workshop} is what an app has of it. Orders become
 * invocations on record ({@code Orders}), workers claim and carry them out ({@code Claiming},
 * {@code Attempt}), and whoever waits for one learns what it came to ({@code Waits}). The rules are
 * in docs/design/invocations.md.
 *
 * <p>Not here: how a value is computed, and what a store does with a change.
 */
package dev.heddle.work;
