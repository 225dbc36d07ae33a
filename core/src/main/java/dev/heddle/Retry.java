package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When an ordered invocation of a task is tried again after it failed: {@code @Task(retry
 * = @Retry(max = 3, on = IOException.class))}. The waits grow as {@link RetryPolicy} says, and are
 * planned in the store, so they survive a crash. Does not enter the key.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Retry {
  /** How many retries there may be after the first attempt. */
  int max() default 0;

  /** How long the first retry waits, in ISO 8601: {@code "PT0.5S"}. */
  String backoff() default "PT1S";

  /** The exceptions worth a retry, subclasses included; none for all. */
  Class<? extends Throwable>[] on() default {};
}
