package dev.heddle.task;

/** One way in which code reaches more code. */
sealed interface Reach {
  /**
   * A call of, or a handle to, a method of a user class; virtual ones reach implementations too.
   */
  record Invoked(String owner, String name, String descriptor, boolean virtual) implements Reach {}

  /** A read of a static field of a user class: reaches what initialises it. */
  record StaticRead(String owner, String name, String descriptor) implements Reach {}

  /** A write of a static field of a user class. */
  record StaticWritten(String owner, String name) implements Reach {}

  /** The class is initialised: its initialiser's side effects count. */
  record Initialised(String type) implements Reach {}

  /** An instance comes to be, so that library code may call what it overrides. */
  record Instantiated(String type) implements Reach {}

  /**
   * Values of the type come from outside the code: through a codec, a provider or a class literal.
   */
  record Received(String type) implements Reach {}
}
