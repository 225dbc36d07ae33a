/**
 * The one memory (law 1): {@link dev.heddle.store.Store} is what a backend implements, {@link
 * dev.heddle.store.Change} all that can ever be written, {@link dev.heddle.store.Committer} the one
 * door through which it is (laws 2 and 3). The records are what is read back. The store in memory
 * is here too; those on databases are modules of their own.
 *
 * <p>Not here: SQL, and any decision about what to run or reuse.
 */
package dev.heddle.store;
