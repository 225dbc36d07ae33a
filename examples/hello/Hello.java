import static dev.heddle.Lazy.lazy;

import dev.heddle.Default;
import dev.heddle.Heddle;
import dev.heddle.Task;

/** The smallest workflow: one task. */
public final class Hello {
  private Hello() {}

  /** A plain method; the annotation is all that makes it a task. */
  @Task
  public static String hello(@Default("world") String name) {
    return "Hello, " + name + "!";
  }

  /** The same without the command line: open the store, ask for a value. */
  public static void main(String[] args) {
    String name = args.length > 0 ? args[0] : "main";
    try (Heddle heddle = Heddle.open()) {
      System.out.println(heddle.run(lazy(Hello::hello, name)));
    }
  }
}
