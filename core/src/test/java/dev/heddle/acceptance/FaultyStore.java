package dev.heddle.acceptance;

import dev.heddle.store.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in front of another that fails where a test wants it to. */
final class FaultyStore {
  private final Store real;
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private volatile Fault fault = (method, call) -> {};
  private volatile Fault afterwards = (method, call) -> {};

  /** Throws, or lets the call of this number (from 1) to this method pass. */
  interface Fault {
    void at(String method, int call) throws Throwable;
  }

  FaultyStore(Store real) {
    this.real = real;
  }

  FaultyStore before(Fault wanted) {
    fault = wanted;
    return this;
  }

  /** Fails when the real store has done it: the answer is lost. */
  FaultyStore after(Fault wanted) {
    afterwards = wanted;
    return this;
  }

  int calls(String method) {
    return calls.computeIfAbsent(method, m -> new AtomicInteger()).get();
  }

  Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              int call = calls.computeIfAbsent(name, m -> new AtomicInteger()).incrementAndGet();
              fault.at(name, call);
              try {
                Object answer = method.invoke(real, arguments);
                afterwards.at(name, call);
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
