/**
 * What tests of backends are made of: {@link dev.heddle.testkit.StoreContract} is the behaviour
 * every store must have, {@link dev.heddle.testkit.Calls} makes the records to try it with.
 */
package dev.heddle.testkit;
