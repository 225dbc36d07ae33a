package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a {@link DirectTask} by which one call becomes many: a list, set, map,
 * array or {@code Stream} is cut into chunks, the method runs once per chunk, on as many workers as
 * there are, and the lists, sets, maps or arrays that it returns are put together in the order of
 * the input. Of maps and of sorted sets with equal keys in several parts, the later part wins.
 *
 * <p>Empty and null are one call, as in plain Java. With {@code HEDDLE_SYNC=true} there is one call
 * whatever the size.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface FanOut {
  /** How many elements one invocation takes; at least 1. */
  int chunk() default 1;
}
