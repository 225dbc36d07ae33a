package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverloadsTest {
  @Test
  void theCheckedInFilesAreWhatTheGeneratorWrites() throws Exception {
    for (Map.Entry<String, String> file : Overloads.files(Overloads.FACE).entrySet()) {
      String checkedIn = withoutLayout(Files.readString(Overloads.FACE.resolve(file.getKey())));
      String generated = withoutLayout(file.getValue());
      int same = Arrays.mismatch(checkedIn.toCharArray(), generated.toCharArray());

      assertThat(same < 0 ? "" : checkedIn.substring(same, Math.min(same + 60, checkedIn.length())))
          .as("where %s differs: run Overloads.main and mvn spotless:apply", file.getKey())
          .isEqualTo(
              same < 0 ? "" : generated.substring(same, Math.min(same + 60, generated.length())));
      assertThat(same).as(file.getKey()).isNegative();
    }
  }

  /** The formatter breaks lines and Javadoc; nothing else may differ. */
  private static String withoutLayout(String source) {
    return source.replaceAll("(?m)^\\s*\\* ", "").replaceAll("\\s+", "");
  }
}
