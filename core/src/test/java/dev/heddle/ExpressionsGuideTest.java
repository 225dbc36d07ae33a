package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpressionsGuideTest {
  private static final Path PAGE = Path.of("../docs/guide/expressions.md");

  /** Around a snippet that is a run of statements. */
  private static final String STATEMENTS =
      """
      import static dev.heddle.Lazy.*;
      import dev.heddle.*;
      import dev.heddle.Lazy.Fn1;
      import java.util.*;
      class Snippet%d extends Reports {
        static void snippet() {
      %s
        }
      }
      """;

  @Test
  void everySnippetCompiles(@TempDir Path folder) throws Exception {
    List<String> snippets =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .toList();
    Map<String, String> sources = new LinkedHashMap<>();
    for (int i = 0; i < snippets.size(); i++) {
      if (snippets.get(i).contains("public class Reports")) {
        sources.put("Reports.java", snippets.get(i));
      } else {
        sources.put("Snippet" + i + ".java", STATEMENTS.formatted(i, snippets.get(i)));
      }
    }

    assertThat(snippets).hasSizeGreaterThan(8);
    assertThat(Compiled.of(folder, sources).errors()).isEmpty();
  }
}
