package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples are copied: they compile without a warning, as the rest of the house does. */
class CleanSourcesTest {
  static Stream<String> examples() throws IOException {
    return ReadmeTest.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void compilesWithoutWarnings(String example, @TempDir Path classes) throws IOException {
    Compiled compiled = Compiled.example(example, classes);

    assertThat(compiled.sources()).isPositive();
    assertThat(compiled.messages()).isEmpty();
    assertThat(compiled.ok()).isTrue();
  }
}
