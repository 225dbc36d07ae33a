package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UninterruptedTest {
  @Test
  void anInterruptDoesNotCutAWaitShortAndIsKeptForTheCaller() {
    Queue<Boolean> interrupts = new ArrayDeque<>(List.of(true, true, false));

    Uninterrupted.await(
        () -> {
          if (interrupts.remove()) {
            throw new InterruptedException();
          }
        });

    assertThat(interrupts).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThreadIsWaitedForAlthoughTheCallerIsInterrupted() {
    Thread caller = Thread.currentThread();
    // It ends once its caller waits for it, which the first interrupt has then not prevented.
    Thread thread = new Thread(() -> spinUntilItWaits(caller));
    thread.start();
    caller.interrupt();

    Uninterrupted.join(thread);

    assertThat(thread.isAlive()).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void spinUntilItWaits(Thread caller) {
    while (caller.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whoeverWasNotInterruptedIsNotAfterwards() {
    Uninterrupted.await(() -> {});

    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aThreadThatNeverBeganAndTheCallersOwnAreNotWaitedFor() {
    Uninterrupted.join(new Thread(() -> {}));
    Uninterrupted.join(Thread.currentThread());
  }
}
