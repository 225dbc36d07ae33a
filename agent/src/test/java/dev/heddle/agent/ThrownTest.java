package dev.heddle.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.heddle.TaskFailedException;
import dev.heddle.WorkerStackTrace;
import dev.heddle.agent.Thrown.Kind;
import dev.heddle.testkit.HeddleTest;
import java.net.URISyntaxException;
import java.nio.charset.CharacterCodingException;
import java.time.format.DateTimeParseException;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the body threw is what the caller catches. */
@HeddleTest
class ThrownTest {
  @ParameterizedTest
  @CsvSource({
    "FIXED, dev.heddle.agent.Thrown$FixedException, always the same",
    "MADE, dev.heddle.agent.Thrown$MadeException, no such thing",
    "CODE, dev.heddle.agent.Thrown$CodeException, code 7",
    "OF_LIBRARY, dev.heddle.agent.Thrown$OfLibraryException, from afar",
    "NULL, java.lang.NullPointerException,",
    "ERROR, java.lang.StackOverflowError,",
  })
  void anExceptionIsOfItsClassWhateverItsConstructors(Kind kind, Class<?> type, String message) {
    Throwable thrown = catchThrowable(() -> Thrown.it(kind));

    assertThat(thrown).isExactlyInstanceOf(type).hasMessage(message);
    assertThat(thrown.getCause()).isInstanceOf(WorkerStackTrace.class);
    assertThat(thrown.getSuppressed()).isEmpty();
  }

  @Test
  void soAreThoseOfTheJdk() {
    assertThat(catchThrowable(() -> Thrown.it(Kind.DATE)))
        .isExactlyInstanceOf(DateTimeParseException.class)
        .hasMessageContaining("'DATE' could not be parsed");
    assertThat(catchThrowable(() -> Thrown.it(Kind.RESOURCE)))
        .isExactlyInstanceOf(MissingResourceException.class)
        .hasMessageContaining("nothing.of.this.name");
  }

  @Test
  void oneWhoseMessageWouldBeAnotherIsOfTheNearestClassAboveThatKeepsIt() {
    assertThat(catchThrowable(() -> Thrown.it(Kind.FIELD)))
        .isExactlyInstanceOf(java.io.IOException.class)
        .hasMessage("the code is 7")
        .hasSuppressedException(
            new TaskFailedException("dev.heddle.agent.Thrown$FieldException: the code is 7", null));
    assertThat(catchThrowable(() -> Thrown.it(Kind.MALFORMED)))
        .isExactlyInstanceOf(CharacterCodingException.class)
        .hasMessage("Input length = 1");
    assertThat(catchThrowable(() -> Thrown.it(Kind.PATTERN)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Unclosed group");
  }

  @Test
  void aCheckedOneWithoutSuchAClassKeepsItsOwnAndHasTheMessageBesideIt() {
    assertThat(catchThrowable(() -> Thrown.it(Kind.URI_SYNTAX)))
        .isExactlyInstanceOf(URISyntaxException.class)
        .hasSuppressedException(
            new TaskFailedException(
                "java.net.URISyntaxException: Illegal character in path at index 1: a b", null));
  }
}
