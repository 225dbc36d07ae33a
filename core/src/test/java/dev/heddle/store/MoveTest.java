package dev.heddle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.InvocationState;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MoveTest {
  @ParameterizedTest
  @EnumSource(Move.class)
  void aMoveGoesOnlyWhereTheTableOfStatesGoes(Move move) {
    InvocationState to = move.to();
    for (InvocationState from : InvocationState.values()) {
      if (to != null && move.isAllowedIn(from)) {
        assertThat(from.mayBecome(to)).as("%s in %s", move, from).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Move.class)
  void onlyWhatIsOwnedIsMovedByItsOwner(Move move) {
    assertThat(Arrays.stream(InvocationState.values()).filter(move::isAllowedIn))
        .isNotEmpty()
        .extracting(InvocationState::kind)
        .containsOnly(InvocationState.Kind.OWNED);
  }
}
