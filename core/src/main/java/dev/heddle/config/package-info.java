/**
 * Where a project's settings come from: its root folder, {@code heddle.toml}, the environment,
 * flags and code, in one order of precedence, each value with its origin.
 *
 * <p>What a setting does belongs to whoever reads it, not here.
 */
package dev.heddle.config;
