package dev.heddle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncModeTest {
  private static SyncMode of(String variable) {
    return SyncMode.of(null, Map.of("HEDDLE_SYNC", variable));
  }

  @Test
  void isOffUnlessSaidOtherwise() {
    assertThat(SyncMode.of(null, Map.of())).isEqualTo(SyncMode.OFF);
    assertThat(of("")).isEqualTo(SyncMode.OFF);
    assertThat(of("false")).isEqualTo(SyncMode.OFF);
  }

  @Test
  void isReadFromTheVariableAndThePropertyGoesBeforeIt() {
    assertThat(of(" True ")).isEqualTo(SyncMode.PLAIN);
    assertThat(of("strict")).isEqualTo(SyncMode.STRICT);
    assertThat(SyncMode.of("false", Map.of("HEDDLE_SYNC", "true"))).isEqualTo(SyncMode.OFF);
  }

  @Test
  void anythingElseIsAnError() {
    assertThatThrownBy(() -> of("maybe"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("HEDDLE_SYNC must be true, false or strict, not maybe");
    assertThatThrownBy(() -> SyncMode.of("maybe", Map.of())).hasMessageContaining("-Dheddle.sync");
  }
}
