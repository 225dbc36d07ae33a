package dev.heddle.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.task.Woven;
import dev.heddle.testkit.HeddleTest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.net.URL;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What debuggers and reloading agents do with class files as the compiler wrote them. */
@HeddleTest
class RedefinitionTest {
  @Test
  void aWovenClassStaysWoven() throws Exception {
    assertThat(Redefined.version()).isEqualTo("before@worker");

    redefine(Redefined.class);

    assertThat(Redefined.version()).isEqualTo("behind@worker");
    assertThat(Redefined.class.isAnnotationPresent(Woven.class)).isTrue();
  }

  @Test
  void aClassThatWasLoadedPlainStaysPlain() throws Exception {
    Class<?> plain = new Before().define(file());
    assertThat(plain.isAnnotationPresent(Woven.class)).isFalse();

    redefine(plain);

    assertThat(plain.isAnnotationPresent(Woven.class)).isFalse();
  }

  /** With a text of the same length in place of another. */
  private static void redefine(Class<?> type) throws Exception {
    String text = new String(file(), ISO_8859_1);
    byte[] changed = text.replace("before", "behind").getBytes(ISO_8859_1);
    ByteBuddyAgent.install().redefineClasses(new ClassDefinition(type, changed));
  }

  private static byte[] file() throws IOException {
    try (InputStream in = RedefinitionTest.class.getResourceAsStream("Redefined.class")) {
      return in.readAllBytes();
    }
  }

  /** Loads as if the agent had not come yet: heddle-core is not seen until it has. */
  private static final class Before extends ClassLoader {
    private boolean loaded;

    Before() {
      super(RedefinitionTest.class.getClassLoader());
    }

    Class<?> define(byte[] file) {
      Class<?> type = defineClass(Redefined.class.getName(), file, 0, file.length);
      loaded = true;
      return type;
    }

    @Override
    public @Nullable URL getResource(String name) {
      return loaded ? super.getResource(name) : null;
    }
  }
}
