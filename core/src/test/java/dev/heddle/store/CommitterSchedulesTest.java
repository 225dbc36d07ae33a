package dev.heddle.store;

import dev.heddle.store.ChangeSet.Fence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/**
 * The committer under schedules that a model checker chooses: whoever submits while others submit,
 * flush and close is told once, what was told was applied, and what has an order keeps it.
 */
class CommitterSchedulesTest {
  @Test
  void everySetIsToldOnceUnderAnySchedule() {
    Lincheck.runConcurrentTest(
        200,
        () -> {
          List<String> applied = Collections.synchronizedList(new ArrayList<>());
          List<String> told = Collections.synchronizedList(new ArrayList<>());
          Committer committer = new Committer(ToldStore.of(ToldStore.atOnce(applied)));
          Thread one = new Thread(() -> submit(committer, Fence.NONE, "a", told));
          Thread two = new Thread(() -> submit(committer, Fence.NONE, "b", told));
          one.start();
          two.start();
          join(one);
          join(two);
          committer.close();
          // The checker can't follow AssertJ.
          if (told.size() != 2 || applied.size() != 2) {
            throw new AssertionError(told + " told, " + applied + " applied");
          }
        });
  }

  /** With a second teller, of which use is made as soon as there is a second set. */
  @Test
  void orderHoldsUnderAnySchedule() {
    Lincheck.runConcurrentTest(
        60,
        () -> {
          List<String> applied = Collections.synchronizedList(new ArrayList<>());
          List<String> told = Collections.synchronizedList(new ArrayList<>());
          Teller teller = ToldStore.atOnce(applied);
          Committer committer = new Committer(ToldStore.of(teller, teller), 1);
          Thread some =
              new Thread(
                  () -> {
                    submit(committer, new Fence(1, 1), "a", told);
                    submit(committer, new Fence(1, 1), "b", told);
                  });
          Thread others =
              new Thread(
                  () -> {
                    submit(committer, new Fence(2, 1), "c", told);
                    committer.submit(
                        Fence.NONE, ToldStore.aboutWorker(), outcome -> told.add("worker"));
                  });
          some.start();
          others.start();
          join(some);
          join(others);
          committer.close();
          // The checker can't follow AssertJ.
          boolean inOrder =
              applied.indexOf("a") < applied.indexOf("b")
                  && applied.indexOf("c") < applied.indexOf("worker");
          if (told.size() != 4 || applied.size() != 4 || !inOrder) {
            throw new AssertionError(told + " told, " + applied + " applied");
          }
        });
  }

  private static void submit(Committer committer, Fence fence, String name, List<String> told) {
    committer.submit(fence, ToldStore.named(name), outcome -> told.add(name));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
