package dev.heddle.store;

import dev.heddle.store.ChangeSet.Fence;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The committer under schedules that a model checker chooses: whoever submits while others submit,
 * flush and close is told once, and what was told was applied.
 */
class CommitterSchedulesTest {
  private static final int SCHEDULES = 200;

  @Test
  void everySetIsToldOnceUnderAnySchedule() {
    Lincheck.runConcurrentTest(
        SCHEDULES,
        () -> {
          AtomicInteger applied = new AtomicInteger();
          AtomicInteger told = new AtomicInteger();
          Committer committer = new Committer(store(applied));
          Thread one = new Thread(() -> submit(committer, told));
          Thread two = new Thread(() -> submit(committer, told));
          one.start();
          two.start();
          join(one);
          join(two);
          committer.close();
          // The checker can't follow AssertJ.
          if (told.get() != 2 || applied.get() != 2) {
            throw new AssertionError(told + " told, " + applied + " applied");
          }
        });
  }

  private static void submit(Committer committer, AtomicInteger told) {
    committer.submit(
        Fence.NONE, List.of(new Change.Used(List.of(1L), 1)), outcome -> told.incrementAndGet());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Store store(AtomicInteger applied) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "reserveNumbers" -> 1L;
                  case "moreTellers" -> List.of();
                  case "apply" -> {
                    List<?> group = (List<?>) arguments[0];
                    applied.addAndGet(group.size());
                    List<Outcome> outcomes = new ArrayList<>();
                    group.forEach(set -> outcomes.add(new Outcome.Applied()));
                    yield outcomes;
                  }
                  case "url", "toString" -> "memory:";
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> 1;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
