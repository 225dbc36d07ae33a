package dev.heddle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.CommandLine.Ended;
import dev.heddle.examples.Example.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloTest {
  @TempDir private Path root;
  private Example hello;

  @BeforeEach
  void copy() throws IOException {
    hello = Example.copy(root, "hello", "Hello.java");
  }

  @Test
  void greetsTheWorldUnlessToldOtherwise() {
    assertThat(hello.run("hello").result().asString()).isEqualTo("Hello, world!");
    assertThat(hello.run("hello", "--name", "Ada").result().asString()).isEqualTo("Hello, Ada!");
  }

  @Test
  void remembersEachNameByItself() {
    assertThat(hello.run("hello").count("run")).isEqualTo(1);
    assertThat(hello.run("hello", "--name", "Ada").count("run")).isEqualTo(1);

    Run again = hello.run("hello", "--name=world");

    assertThat(again.count("run")).isZero();
    assertThat(again.count("cached")).isEqualTo(1);
    assertThat(again.result().asString()).isEqualTo("Hello, world!");
  }

  @Test
  void greetsOtherwiseOnceEdited() throws IOException {
    hello.run("hello");
    hello.edit("Hello.java", "\"Hello, \"", "\"Good morning, \"");

    Run edited = hello.run("hello");

    assertThat(edited.count("run")).isEqualTo(1);
    assertThat(edited.result().asString()).isEqualTo("Good morning, world!");
  }

  @Test
  void namesTheNearestTask() {
    Ended ended = hello.tryRun("helo");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("helo").contains("hello");
  }
}
