package dev.heddle.cli;

import java.lang.reflect.Proxy;

/**
 * While the process is stopping, the JVM ignores a further Ctrl-C. This puts that right, by the one
 * class there is for it, which javac does not let be named. Called when a first signal has come, so
 * it costs nothing before.
 */
final class SecondInterrupt {
  private static final int CODE = 130;

  private SecondInterrupt() {}

  static void haltsAtOnce() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halting =
          Proxy.newProxyInstance(
              SecondInterrupt.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  System.err.println(); // the shell's prompt goes on a line of its own
                  Runtime.getRuntime().halt(CODE);
                }
                return null;
              });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      signal.getMethod("handle", signal, handler).invoke(null, interrupt, halting);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return; // no such signal here: the first one has to do
    }
  }
}
