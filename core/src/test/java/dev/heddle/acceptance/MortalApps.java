package dev.heddle.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Heddle;
import dev.heddle.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;

/** The apps of a test, each a "process" of its own, of which some die before they are closed. */
final class MortalApps implements AutoCloseable {
  private final List<Heddle> apps = new ArrayList<>();

  Heddle open(MemoryStore store) {
    Heddle app = Heddle.builder().store(store).slots(2).open();
    apps.add(app);
    return app;
  }

  @Override
  public void close() {
    apps.forEach(MortalApps::close);
  }

  private static void close(Heddle app) {
    try {
      app.close();
    } catch (RuntimeException dead) {
      assertThat(dead).hasMessageContaining("closed");
    }
  }
}
