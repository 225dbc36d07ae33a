package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.task.CodeEdits.Edit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which edits change the code of which tasks: of each edit, and of every task of the example. */
class CodeHashTest {
  @TempDir static Path folder;
  private static String library;
  private static Map<String, TaskCode> before;

  @BeforeAll
  static void compileTheShop() throws IOException {
    library = Fixture.compileLibrary(folder.resolve("lib"));
    before =
        Fixture.of(folder.resolve("before"), CodeEdits.none())
            .compile("out", library)
            .walk("out", library);
  }

  static List<Edit> edits() {
    return CodeEdits.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void anEditChangesTheCodeOfExactlyTheTasksItConcerns(Edit edit, @TempDir Path edited)
      throws IOException {
    Map<String, TaskCode> after =
        Fixture.of(edited, edit).compile("out", library).walk("out", library);

    assertThat(changed(before, after)).isEqualTo(edit.changed());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flags")
  void debugDataChangesNothing(List<String> flags, @TempDir Path compiled) throws IOException {
    Map<String, TaskCode> after =
        Fixture.of(compiled, CodeEdits.none())
            .compile("out", library, flags.toArray(String[]::new))
            .walk("out", library);

    assertThat(changed(before, after)).isEmpty();
  }

  static List<List<String>> flags() {
    return List.of(List.of("-g"), List.of("-g:none"), List.of("-g", "-parameters"));
  }

  @Test
  void thereAreManyEditsOfEachSort() {
    assertThat(CodeEdits.all()).hasSizeGreaterThan(100);
    assertThat(CodeEdits.all()).filteredOn(edit -> edit.changed().isEmpty()).hasSizeGreaterThan(40);
    assertThat(before).hasSizeGreaterThan(40);
  }

  /** Tasks that are there before and after, and whose digests differ. */
  static Set<String> changed(Map<String, TaskCode> before, Map<String, TaskCode> after) {
    return before.keySet().stream()
        .filter(
            name -> after.get(name) == null || !digest(before, name).equals(digest(after, name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Object digest(Map<String, TaskCode> codes, String name) {
    return codes.get(name).digest();
  }
}
