package dev.heddle.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * While the process is stopping, the JVM ignores a further Ctrl-C or SIGTERM. This puts that right,
 * by the one class there is for it, which javac does not let be named. Called when a first signal
 * has come, so it costs nothing before.
 */
final class SecondInterrupt {
  private static final int BY_SIGNAL = 128;

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
                  int number = (int) signal.getMethod("getNumber").invoke(arguments[0]);
                  Runtime.getRuntime().halt(BY_SIGNAL + number);
                }
                return null;
              });
      for (String name : List.of("INT", "TERM")) {
        Object one = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, one, halting);
      }
    } catch (ReflectiveOperationException | RuntimeException e) {
      return; // no such signal here: the first one has to do
    }
  }
}
