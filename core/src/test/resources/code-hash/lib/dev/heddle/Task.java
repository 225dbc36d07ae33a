package dev.heddle;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

@Retention(RetentionPolicy.RUNTIME)
public @interface Task {
  String name() default "";

  Class<?>[] hashIncludes() default {};
}
