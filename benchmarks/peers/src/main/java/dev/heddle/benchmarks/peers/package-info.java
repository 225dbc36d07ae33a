/**
 * Heddle beside db-scheduler, JobRunr, DBOS Transact, Quartz and a bare queue in JDBC: what is
 * measured, and the measuring, is the same for all; only a {@link
 * dev.heddle.benchmarks.peers.Contestant} knows whose it is.
 */
@NullMarked
package dev.heddle.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
