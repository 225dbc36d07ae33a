package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.examples.Example.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
  private static final Map<String, Integer> ALL =
      Map.of("report", 1, "count", 3, "merge", 1, "write", 1);

  @TempDir private Path root;
  private Example words;

  @BeforeEach
  void copy() throws IOException {
    words = Example.copy(root, "wordcount", "WordCount.java");
  }

  /** With absolute paths, since a test can't change the folder that it runs in. */
  private Run report(String... more) {
    String[] parameters = new String[4 + more.length];
    parameters[0] = "--texts";
    parameters[1] = words.file("texts") + "/*.txt";
    parameters[2] = "--report";
    parameters[3] = words.file("build/words.txt").toString();
    System.arraycopy(more, 0, parameters, 4, more.length);
    return words.run("report", parameters);
  }

  @Test
  void writesTheMostFrequentWords() throws IOException {
    Run run = report("--top", "3");

    assertThat(run.ran()).isEqualTo(ALL);
    assertThat(words.file("build/words.txt")).hasContent("   26  the\n    7  and\n    6  a\n");
    assertThat(report("--top", "3").count("run")).isZero();
  }

  @Test
  void aTouchRunsNothing() throws IOException {
    report();
    Files.setLastModifiedTime(
        words.file("texts/loom.txt"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(report().count("run")).isZero();
  }

  @Test
  void anEditedTextIsCountedAndTheOthersAreNot() throws IOException {
    report();
    words.edit("texts/loom.txt", "patience", "practice");

    Run edited = report();

    assertThat(edited.ran()).isEqualTo(Map.of("report", 1, "count", 1, "merge", 1, "write", 1));
    assertThat(edited.argumentsOf("count")).singleElement().asString().contains("loom.txt");
  }

  @Test
  void anotherTextIsNoticed() throws IOException {
    report();
    Files.writeString(words.file("texts/another.txt"), "heddle heddle heddle\n");

    assertThat(report().ran()).isEqualTo(Map.of("report", 1, "count", 1, "merge", 1, "write", 1));
  }

  @Test
  void aDeletedOrEditedReportIsWrittenAgain() throws IOException {
    report();
    String content = Files.readString(words.file("build/words.txt"));

    Files.delete(words.file("build/words.txt"));

    assertThat(report().ran()).isEqualTo(Map.of("write", 1));
    assertThat(words.file("build/words.txt")).hasContent(content);

    Files.writeString(words.file("build/words.txt"), "someone was here\n");

    assertThat(report().ran()).isEqualTo(Map.of("write", 1));
    assertThat(words.file("build/words.txt")).hasContent(content);
    assertThat(report().count("run")).isZero();
  }
}
