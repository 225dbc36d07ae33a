package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method as a task: a named unit of work whose results are kept under the hash of its code
 * and arguments. Calling the method directly stays a plain Java call.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Task {
  /** Pins the task's name; default {@code binary.ClassName.method}. Enters the key. */
  String name() default "";

  /** If set, replaces the code hash: the author says when results become stale. Enters the key. */
  String version() default "";

  /** How far results may be reused. Does not enter the key. */
  Cache cache() default Cache.STORE;

  /**
   * Classes whose code counts as this task's although the code walk can't see them (reached by
   * reflection only). Enters the key.
   */
  Class<?>[] hashIncludes() default {};

  // How it is carried out when it is ordered (Heddle.submit); none of this enters the key.

  /** The queue its invocations stand in. */
  String queue() default SubmitOptions.DEFAULT_QUEUE;

  /** Of what waits in a queue, higher goes first. */
  int priority() default 0;

  /** How long an invocation waits before it may begin, in ISO 8601: {@code "PT10M"}. */
  String delay() default "";

  /** When it is tried again after it failed. */
  Retry retry() default @Retry;

  /** How long one attempt may take, in ISO 8601, before it is interrupted: {@code "PT30S"}. */
  String timeout() default "";

  /**
   * Makes a second order of the same thing return the first invocation, for as long as that is on
   * record. A text in which <code>{name}</code> stands for the argument of that name: <code>
   * "{customer}/{year}"</code>.
   */
  String key() default "";

  /** How many deaths of workers an invocation may cause before it fails. */
  int maxRecoveries() default 3;

  /** Labels that its invocations have besides those of their orders: {@code "nightly"}. */
  String[] tags() default {};

  // What people are shown of it; enters no key either.

  /** The names of the parameters whose arguments are not shown, as {@link Sensitive} says. */
  String[] sensitive() default {};
}
