/** Sales and what they come to: a library as anybody might have. */
@org.jspecify.annotations.NullMarked
package acme;
