/**
 * The memory of Heddle in SQL databases. Here: what only a database needs (schema, SQL, locks of
 * this host, connections). Not here: what a change means; that is {@link dev.heddle.store}'s.
 */
@NullMarked
package dev.heddle.sql;

import org.jspecify.annotations.NullMarked;
