package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The value a task parameter takes when the command line, the monitor or a trigger names none, as
 * text, parsed by the parameter's type when the task is defined. Then it is an ordinary argument.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Default {
  /** The value as text: what one would type after the flag; JSON for lists, maps and records. */
  String value();
}
