/**
 * A method becomes a task: {@link dev.heddle.task.TaskMethod} resolves method references and checks
 * signatures; from there on a task has a name, a code hash and a version.
 *
 * <p>Not here: calls (expressions), codecs of the argument types, and running anything but the body
 * itself.
 */
package dev.heddle.task;
