package dev.heddle.examples;

import static dev.heddle.Lazy.lazy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.External;
import dev.heddle.FileRef;
import dev.heddle.FileSet;
import dev.heddle.Heddle;
import dev.heddle.TaskRef;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a value was computed just now or long ago, it is of the same classes and equal. */
class ReplayTest {
  static Stream<Arguments> calls() {
    Path examples = Example.sources();
    return Stream.of(
        Arguments.of("hello", "Hello", "hello", List.of("Ada")),
        Arguments.of("reports", "Reports", "build", List.of("Q1-2025")),
        Arguments.of("reports", "Reports", "year", List.of(List.of("Q1-2025", "Q2-2025"))),
        Arguments.of("fib", "Fib", "fib", List.of(100)),
        Arguments.of("primes", "Primes", "below", List.of(5000L, 1000L)),
        Arguments.of(
            "wordcount",
            "WordCount",
            "count",
            List.of(FileRef.of(examples.resolve("wordcount/texts/loom.txt")))),
        Arguments.of(
            "wordcount",
            "WordCount",
            "report",
            List.of(FileSet.of(examples + "/wordcount/texts/*.txt"), Path.of("words.txt"), 3)),
        Arguments.of(
            "compile",
            "Compile",
            "scan",
            List.of(FileRef.of(examples.resolve("compile/src/shout.c")))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void freshAndReplayedAreTheSame(
      String example, String script, String task, List<Object> arguments, @TempDir Path root)
      throws Exception {
    Path classes = root.resolve("classes");
    assertThat(classes.toFile().mkdir()).isTrue();
    assertThat(Compiled.example(example, classes).ok()).isTrue();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      Class<?> owner = loader.loadClass(script);
      List<Object> given = inside(root, arguments);

      Object fresh = evaluate(root, owner, task, given);
      Object replayed = evaluate(root, owner, task, given);

      assertThat(replayed).isNotNull().isEqualTo(fresh);
      assertThat(shape(replayed)).isEqualTo(shape(fresh));
    }
  }

  /** Names of files to be written are meant to be in the test's own folder. */
  private static List<Object> inside(Path root, List<Object> arguments) {
    return arguments.stream().map(a -> a instanceof Path path ? root.resolve(path) : a).toList();
  }

  private static Object evaluate(Path root, Class<?> owner, String task, List<Object> arguments) {
    int last = arguments.size() - 1;
    try (Heddle heddle = Heddle.builder().root(root).open()) {
      TaskRef<Object, Object> ref = TaskRef.of(owner, task, arguments.subList(0, last).toArray());
      return heddle.run(lazy(ref, arguments.get(last)));
    }
  }

  /** The classes that a value is made of and, of files, the recorded content. */
  private static List<Object> shape(Object value) throws ReflectiveOperationException {
    List<Object> shape = new ArrayList<>(List.of(value.getClass()));
    if (value instanceof External external) {
      shape.add(external.recordedDigest());
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        shape.add(shape(item));
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        shape.add(List.of(entry.getKey(), shape(entry.getValue())));
      }
    } else if (value instanceof Record) {
      for (RecordComponent component : Arrays.asList(value.getClass().getRecordComponents())) {
        component.getAccessor().setAccessible(true);
        shape.add(shape(component.getAccessor().invoke(value)));
      }
    }
    return shape;
  }
}
