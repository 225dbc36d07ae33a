package dev.heddle.agent;

import dev.heddle.DirectTask;
import dev.heddle.FanOut;
import dev.heddle.TaskContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** Every kind of method that can be a direct task. Each tells where it ran. */
class Shapes {
  /** Called while its class is initialised, which a worker would have to wait for. */
  static final class Initialised {
    static final String AT_START = early("start");

    private Initialised() {}

    @DirectTask
    static String early(String text) {
      return text + Where.am();
    }
  }

  /** Calls what it inherits while it is initialised. */
  static final class InheritingInitialised extends Base {
    static final String AT_START = new InheritingInitialised().say("start");
  }

  /** Calls, while it is initialised, what needs it. */
  static final class Needed {
    static final String AT_START = needing();
    static final String SUFFIX = "!".strip();

    private Needed() {}
  }

  @DirectTask
  static String needing() {
    return "needs " + Needed.SUFFIX + Where.am();
  }

  @DirectTask
  static String statically(String text) {
    return text + Where.am();
  }

  @DirectTask
  String onInstance(String text) {
    return text + Where.am();
  }

  @DirectTask
  final String finally_(String text) {
    return text + Where.am();
  }

  @DirectTask
  private String privately(String text) {
    return text + Where.am();
  }

  String callPrivately(String text) {
    return privately(text);
  }

  @DirectTask
  static synchronized String locked(String text) {
    return text + Where.am() + Thread.holdsLock(Shapes.class);
  }

  @DirectTask
  synchronized String lockedInstance(String text) {
    return text + Where.am() + Thread.holdsLock(this);
  }

  @DirectTask
  static synchronized int factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }

  @DirectTask
  synchronized String lockedTwice(String text) {
    return lockedInstance(text) + Where.am();
  }

  @DirectTask
  static String varargs(String first, int... more) {
    return first + more.length + Where.am();
  }

  @DirectTask
  static String overloaded(int number) {
    return "int " + number + Where.am();
  }

  @DirectTask
  static String overloaded(String text) {
    return "text " + text + Where.am();
  }

  @DirectTask
  static <T extends Colour> List<T> generic(List<T> colours) {
    return colours;
  }

  @DirectTask
  static void nothing(List<String> into) {
    into.add(Where.am());
  }

  @DirectTask
  static String none() {
    return Where.am();
  }

  @DirectTask
  static long wide(byte b, long l, double d, char c, boolean z, float f, short s) {
    return (long) (b + l + d + c + f + s) + (z ? 1 : 0);
  }

  @DirectTask
  static int[] array(int[] numbers) {
    numbers[0] = -1;
    return numbers;
  }

  @DirectTask
  static String nullable(String text) {
    return text == null ? null : text + Where.am();
  }

  @DirectTask
  static String injected(String text, TaskContext context) {
    return text + context.attempt() + Where.am();
  }

  @DirectTask
  static CompletableFuture<String> future(String text) {
    return CompletableFuture.supplyAsync(() -> text).thenApply(t -> t + "!");
  }

  @DirectTask
  static CompletionStage<String> stage(String text) {
    return CompletableFuture.completedStage(text + Where.am());
  }

  @DirectTask
  static Future<String> plainFuture(String text) {
    return CompletableFuture.completedFuture(text + Where.am());
  }

  @DirectTask
  static CompletableFuture<String> failingFuture() {
    return CompletableFuture.failedFuture(new java.io.IOException("no luck"));
  }

  /** As frameworks make them: it changes what it is given before it hands it on. */
  @SuppressWarnings("checkstyle:TypeName") // by its name it is known as one
  static final class Shapes$$Proxy extends Shapes {
    @Override
    String onInstance(String text) {
      return super.onInstance("proxied " + text);
    }
  }

  interface Greeter {
    @DirectTask
    default String greet(String name) {
      return "hello " + name + Where.am();
    }
  }

  static final class Polite implements Greeter {}

  static final class Rude implements Greeter {
    @Override
    public String greet(String name) {
      return "oi " + Greeter.super.greet(name);
    }
  }

  record Price(int cents) {
    @DirectTask
    String times(int n) {
      return cents * n + Where.am();
    }
  }

  enum Colour {
    RED,
    GREEN {
      @Override
      String shade() {
        return "leaf";
      }
    },

    BLUE {
      @Override
      String paint(String what) {
        return "dark " + super.paint(what);
      }
    };

    String shade() {
      return "plain";
    }

    @DirectTask
    String paint(String what) {
      return what + " " + this + " " + shade() + Where.am();
    }
  }

  abstract static class Maker<T> {
    @DirectTask
    List<T> twice(T thing) {
      return List.of(thing, thing);
    }
  }

  static final class PriceMaker extends Maker<Price> {}

  abstract static class Cutter<T, L extends List<T>> {
    @DirectTask
    L each(@FanOut L things) {
      return things;
    }
  }

  static final class PriceCutter extends Cutter<Price, List<Price>> {}

  static class Base {
    @DirectTask
    String say(String text) {
      return text + Where.am();
    }
  }

  abstract static class Secretive {
    String name() {
      return "secretive";
    }

    @DirectTask
    private String secret(String text) {
      return text + " " + name() + Where.am();
    }

    String tell(String text) {
      return secret(text);
    }
  }

  static final class Telling extends Secretive {
    @Override
    String name() {
      return "telling";
    }
  }

  abstract static class Hidden<T> {
    @DirectTask
    public String seen(String text) {
      return text + Where.am();
    }

    @DirectTask
    public String narrowed(T text) {
      return text + Where.am();
    }
  }

  /** Its compiled form has a method {@code seen} too, and a {@code narrowed} of an object. */
  public static final class Visible extends Hidden<String> {
    @Override
    public String narrowed(String text) {
      return "narrowed " + super.narrowed(text);
    }
  }

  static class Derived extends Base {
    @Override
    String say(String text) {
      return "derived " + super.say(text);
    }
  }
}
