/**
 * Values: how an argument or result of a declared type is hashed, recorded, read back and typed by
 * a person, and what the content of a file is.
 *
 * <p>{@link dev.heddle.value.Codecs} resolves a {@link dev.heddle.value.Codec} for each declared
 * type; {@link dev.heddle.value.FileDigests} knows files by content. The hash runs over a typed
 * binary walk of its own ({@code Kinds}), frozen by golden vectors; JSON is the stored form only.
 * Here belongs what depends on a value alone; what is done with it (keys, look-ups, records)
 * belongs to the evaluator and the store.
 */
@org.jspecify.annotations.NullMarked
package dev.heddle.value;
