package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks what people are not shown: on a parameter of a task, its arguments; on the method, its
 * result. Logs, pages, messages and listeners have {@link #MASK} in its place.
 * {@code @Task(sensitive = …)} says the same by the parameters' names.
 *
 * <p>The value itself is recorded as every other is, since it has to outlive a crash: who may read
 * the store may read it. Marks are recorded with the task, so that tools which load none of its
 * code honour them, and enter no key. A mark once recorded stays with that state of the task's
 * code. What a task's own code prints, logs or throws is not looked through.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface Sensitive {
  /** What stands in the place of a value that is not shown. */
  String MASK = "••••";
}
