package dev.heddle;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose plain calls are carried out by workers. The caller calls it as ever, blocks,
 * and gets the value or the exception; where the body ran is not its concern. A method that returns
 * a {@code CompletableFuture}, {@code CompletionStage} or {@code Future} does not block.
 *
 * <p>Calls are intercepted where the class is woven: by {@code -javaagent:heddle-agent.jar}, at
 * build time, or by {@code heddle run} and {@code heddle worker}. In a class that is not woven, and
 * with {@code HEDDLE_SYNC=true}, the annotation does nothing.
 *
 * <p>Arguments and results are passed by value, whoever carries it out: a body that changes its
 * argument changes a copy. An instance method of a record or enum takes its receiver along; of any
 * other class, the receiver is obtained from the {@link InstanceProvider} where the body runs, and
 * the caller's own fields are not seen.
 *
 * <p>Such a method is a task in every other respect: it may be asked for lazily and submitted.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface DirectTask {
  /**
   * Pins the task's name; default {@code binary.ClassName.method}, with the simple names of its
   * parameter types if the class has several direct tasks of that method name.
   */
  String name() default "";

  /** If set, replaces the code hash. Matters to lazy calls of it only. Enters the key. */
  String version() default "";

  /** How far lazy calls may reuse its results. A direct call always does the work. */
  Cache cache() default Cache.STORE;

  /** As {@link Task#hashIncludes}. Enters the key. */
  Class<?>[] hashIncludes() default {};

  /** What a call does when no living worker would take it. */
  OnNoWorker onNoWorker() default OnNoWorker.WAIT;

  /**
   * How one call becomes several: an implementation for the type of the {@link FanOut} parameter,
   * or of the only parameter, with a constructor without parameters.
   */
  Class<? extends Split<?>> split() default Split.None.class;

  /**
   * How the values of the parts become one: an implementation for the method's return type, with a
   * constructor without parameters. Lists, sets, maps and arrays need none.
   */
  Class<? extends Merge<?>> merge() default Merge.None.class;

  /** The queue its invocations stand in. */
  String queue() default SubmitOptions.DEFAULT_QUEUE;

  /** Of what waits in a queue, higher goes first. */
  int priority() default 0;

  /** When it is tried again after it failed; the caller waits meanwhile. */
  Retry retry() default @Retry;

  /** How long one attempt may take, in ISO 8601, before it is interrupted: {@code "PT30S"}. */
  String timeout() default "";

  /** As {@link Task#key}: a second call of the same key gets the first one's result. */
  String key() default "";

  /** How many deaths of workers a call may cause before it fails. */
  int maxRecoveries() default 3;

  /** Labels that its invocations have: {@code "nightly"}. */
  String[] tags() default {};

  /** As {@link Task#sensitive}. */
  String[] sensitive() default {};
}
