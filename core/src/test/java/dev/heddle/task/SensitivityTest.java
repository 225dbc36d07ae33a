package dev.heddle.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.DirectTask;
import dev.heddle.Sensitive;
import dev.heddle.Task;
import dev.heddle.TaskContext;
import dev.heddle.TaskDefinitionException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensitivityTest {
  @SuppressWarnings({"unused", "UnusedVariable"}) // the marks of the parameters are all that counts
  static class Tasks {
    @Task
    static void parameter(String user, TaskContext context, @Sensitive String password) {}

    @Task(sensitive = "password")
    static void named(String user, String password) {}

    @DirectTask(sensitive = {"user", "password"})
    static void direct(String user, int times, @Sensitive String password) {}

    @Sensitive
    @Task
    static String result(String user) {
      return user;
    }

    @Task
    static String open(String user) {
      return user;
    }

    @Task(sensitive = "pasword")
    static void misspelt(String user, String password) {}
  }

  record Account(String secret) {
    @Task(sensitive = "this")
    String login(String user, @Sensitive String pin) {
      return user + pin + secret;
    }
  }

  private static Sensitivity marks(Class<?> owner, String name) {
    return TaskMethod.of(owner, name).sensitivity();
  }

  @ParameterizedTest
  @CsvSource({"parameter, 1", "named, 1", "direct, 0 2"})
  void argumentsAreMarkedByTheirPlaceAmongArguments(String name, String places) {
    Set<Integer> marked =
        Stream.of(places.split(" ")).map(Integer::valueOf).collect(Collectors.toSet());

    assertThat(marks(Tasks.class, name)).isEqualTo(new Sensitivity(marked, false));
  }

  @Test
  void aReceiverThatIsAnArgumentIsNamedThis() {
    assertThat(marks(Account.class, "login")).isEqualTo(new Sensitivity(Set.of(0, 2), false));
  }

  @Test
  void theMarkOfAMethodIsOfItsResult() {
    assertThat(marks(Tasks.class, "result")).isEqualTo(new Sensitivity(Set.of(), true));
    assertThat(marks(Tasks.class, "open")).isEqualTo(Sensitivity.NONE);
  }

  @Test
  void aNameThatNoParameterHasIsRefused() {
    assertThatThrownBy(() -> marks(Tasks.class, "misspelt"))
        .isInstanceOf(TaskDefinitionException.class)
        .hasMessageContaining("Tasks.misspelt(String, String)")
        .hasMessageContaining("\"pasword\"")
        .hasMessageContaining("user, password");
  }

  @Test
  void whatIsMarkedIsMaskedAndNothingElse() {
    Sensitivity second = new Sensitivity(Set.of(1), false);

    assertThat(second.masked(List.of("1", "2", "3"))).containsExactly("1", "\"••••\"", "3");
    assertThat(second.masked(List.of("1"))).containsExactly("1");
    assertThat(Sensitivity.NONE.masked(List.of("1"))).containsExactly("1");
  }

  @Test
  void marksAddUp() {
    Sensitivity first = new Sensitivity(Set.of(0), false);
    Sensitivity result = new Sensitivity(Set.of(), true);

    assertThat(first.and(result)).isEqualTo(new Sensitivity(Set.of(0), true));
    assertThat(first.and(result).covers(first)).isTrue();
    assertThat(first.covers(result)).isFalse();
    assertThat(result.covers(first)).isFalse();
  }
}
