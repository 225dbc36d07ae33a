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
}
