package dev.heddle.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final String SECRET = "postgresql://ada:s3cret@host/db?password=s3cret&ssl=true";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "postgresql://ada:s3cret@host/db, postgresql://ada:***@host/db",
    "postgres://ada:s3cret@host:5432/db?schema=s, postgres://ada:***@host:5432/db?schema=s",
    "postgresql://ada:s3c%40ret@host, postgresql://ada:***@host",
    "postgresql://:s3cret@host/db, postgresql://:***@host/db",
    "postgresql://host/db?user=ada&password=s3cret, postgresql://host/db?user=ada&password=***",
    "postgresql://host/db?sslPassword=s3cret&a=b, postgresql://host/db?sslPassword=***&a=b",
    // malformed: what one forgot to escape
    "postgresql://ada:s3@cret@host/db, postgresql://ada:***@host/db",
    "postgresql://ada:s3/cret@host/db, postgresql://ada:***@host/db",
    "postgresql://ada:s3?cret@host/db, postgresql://ada:***@host/db",
    "postgresql://ada:12/s3cret@host/db, postgresql://ada:***@host/db",
    "postgresql://ada:s3cret, postgresql://ada:***",
    "postgresql:ada:s3cret@host/db, postgresql:ada:***@host/db",
    "postgres//ada:s3cret@host/db, postgres//ada:***@host/db",
    "mysql://ada:s3cret@host/db, mysql://ada:***@host/db"
  })
  void aPasswordIsNotShown(String url, String shown) {
    assertThat(Passwords.hide(url)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "memory:",
        "sqlite:C:/a@b:c/heddle.db?singleProcess=true",
        "sqlite://home/ada:1@x/heddle.db",
        "postgresql://ada@host:5432/db",
        "postgresql:///db",
        "postgresql://host:5432/db?user=ada@company",
        "postgresql://one:5432,two:5433/db?targetServerType=primary",
        "postgresql://[::1]:5432/db"
      })
  void whereThereIsNoneAllIsShown(String url) {
    assertThat(Passwords.hide(url)).isEqualTo(url);
  }

  @Test
  void settingsUseItAndShowItHidden() {
    Settings settings = environment(SECRET);

    assertThat(settings.store()).isEqualTo(SECRET);
    assertThat(settings.shownStore())
        .isEqualTo("postgresql://ada:***@host/db?password=***&ssl=true");
    assertThat(settings.all().toString()).contains("ada:***@host").doesNotContain("s3cret");
  }

  @Test
  void noMessageShowsIt() throws Exception {
    assertThat(error(() -> environment(":ada:s3cret@host"))).contains("HEDDLE_STORE must be");
    Path file = folder.resolve("heddle.toml");
    Files.writeString(file, "store = \":ada:s3cret@host\"\n");
    assertThat(error(() -> Settings.of(Project.find(folder)).resolve())).contains("store must be");
    Files.writeString(file, "store = \"" + SECRET + "\nslots = 1\n");
    assertThat(error(() -> Settings.of(Project.find(folder)).resolve())).contains("not valid TOML");
    Files.writeString(file, "stores = \"" + SECRET + "\"\n");
    assertThat(error(() -> Settings.of(Project.find(folder)).resolve())).contains("Did you mean");
  }

  private Settings environment(String url) {
    return Settings.of(Project.find(folder)).environment(Map.of("HEDDLE_STORE", url)).resolve();
  }

  private static String error(Runnable work) {
    try {
      work.run();
    } catch (ConfigException e) {
      assertThat(String.valueOf(e.getMessage())).doesNotContain("s3cret");
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("it went well");
  }
}
