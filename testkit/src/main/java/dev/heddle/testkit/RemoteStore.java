package dev.heddle.testkit;

import dev.heddle.store.Store;
import dev.heddle.store.StoreException;
import dev.heddle.store.Stores;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of a store in a process of its own, which does what it is told here: so that a test can
 * kill it. It opens the store by its URL, with the class path of the test. One call at a time.
 */
public final class RemoteStore implements InvocationHandler {
  private final Process process;
  private final DataOutputStream calls;
  private final DataInputStream answers;

  private RemoteStore(Process process) {
    this.process = process;
    this.calls = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  /**
   * Starts a process that opens this store, and answers its client.
   *
   * @param home as {@link Stores#open} takes it
   */
  public static Store open(String url, Path home) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            RemoteStore.class.getName(),
            url,
            home.toString());
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(), new Class<?>[] {Store.class}, new RemoteStore(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL to the process of a client that {@link #open} answered; returns once it is dead. */
  public static void kill(Store client) {
    ((RemoteStore) Proxy.getInvocationHandler(client)).process.destroyForcibly().onExit().join();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == given[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "client in process " + process.pid();
      };
    }
    boolean closes = method.getName().equals("close");
    if (!process.isAlive()) {
      if (closes) {
        return null;
      }
      throw new StoreException("The process of this client has ended.", null);
    }
    Object answer = call(method.getName(), given);
    if (closes) {
      process.onExit().join();
    }
    return answer;
  }

  private synchronized @Nullable Object call(String name, Object[] arguments) throws IOException {
    Wire.write(calls, name);
    Wire.write(calls, Arrays.asList(arguments));
    calls.flush();
    boolean failed = answers.readBoolean();
    Object answer = Wire.read(answers);
    if (failed) {
      throw new StoreException(String.valueOf(answer), null);
    }
    return answer;
  }

  /** The process: does what it is told until it is closed, or nobody is left to tell it. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream calls = new DataInputStream(new BufferedInputStream(System.in));
    DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out));
    System.setOut(System.err);
    try (Store store = Stores.open(arguments[0], Path.of(arguments[1]))) {
      for (String name = ""; !name.equals("close"); ) {
        name = String.valueOf(Wire.read(calls));
        List<?> given = (List<?>) Wire.read(calls);
        answer(store, name, given == null ? List.of() : given, answers);
      }
    } catch (EOFException e) {
      // Whoever told it what to do has ended; so does it.
    }
  }

  private static void answer(Store store, String name, List<?> given, DataOutputStream answers)
      throws IOException {
    boolean failed = false;
    Object answer;
    try {
      answer = method(name).invoke(store, given.toArray());
    } catch (InvocationTargetException e) {
      failed = true;
      answer = String.valueOf(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IOException(e);
    }
    answers.writeBoolean(failed);
    Wire.write(answers, answer);
    answers.flush();
  }

  private static Method method(String name) throws IOException {
    return Arrays.stream(Store.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .findAny()
        .orElseThrow(() -> new IOException("a store has no " + name));
  }
}
