package dev.heddle.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Cache;
import dev.heddle.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Settings.Builder given(String toml) throws IOException {
    Files.writeString(folder.resolve("heddle.toml"), toml);
    return Settings.of(Project.find(folder));
  }

  private static Setting setting(Settings settings, String name) {
    return settings.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theNearestFolderUpwardWithASettingsFileIsTheRoot() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b/c"));
    Files.createFile(folder.resolve("a/heddle.toml"));

    assertThat(Project.find(inner).root()).isEqualTo(folder.resolve("a"));
    assertThat(Project.find(inner).home()).isEqualTo(folder.resolve("a/.heddle"));
  }

  @Test
  void withoutASettingsFileTheFolderItselfIsTheRoot() {
    assertThat(Project.find(folder).root()).isEqualTo(folder);
    assertThat(Project.find(folder).file()).isEmpty();
  }

  @Test
  void eachLevelBeatsTheOnesBelowAndSaysWhereItsValueCameFrom() throws IOException {
    Settings.Builder file = given("slots = 2");
    assertThat(setting(file.resolve(), "slots").origin()).isEqualTo(Origin.FILE);
    assertThat(setting(file.resolve(), "slots").where()).endsWith("heddle.toml");

    Settings.Builder env = given("slots = 2").environment(Map.of("HEDDLE_SLOTS", "3"));
    assertThat(env.resolve().slots()).isEqualTo(3);
    assertThat(setting(env.resolve(), "slots").where()).isEqualTo("HEDDLE_SLOTS");

    Settings.Builder flag = env.flag("slots", "--slots", "4");
    assertThat(flag.resolve().slots()).isEqualTo(4);
    assertThat(setting(flag.resolve(), "slots").origin()).isEqualTo(Origin.FLAG);

    Settings.Builder code = flag.code("slots", 5);
    assertThat(code.resolve().slots()).isEqualTo(5);
    assertThat(setting(code.resolve(), "slots").origin()).isEqualTo(Origin.CODE);
  }

  @Test
  void whatNobodySaysHasADefault() throws IOException {
    Settings settings = given("# only a mark of the root\n\n").resolve();

    assertThat(settings.store()).isEqualTo("sqlite:" + folder.resolve(".heddle/heddle.db"));
    assertThat(settings.cache()).isTrue();
    assertThat(settings.keepGoing()).isFalse();
    assertThat(settings.slots()).isGreaterThanOrEqualTo(8);
    assertThat(settings.all()).allMatch(s -> s.origin() == Origin.DEFAULT);
  }

  @Test
  void everySettingAndTheTablesOfSingleTasksAreRead() throws IOException {
    Settings settings =
        given(
                """
                store = "sqlite:data/my.db"
                keep-going = true
                cache = false
                [code]
                include = ["com.acme.shared"]
                exclude = ["com.acme.Generated", "com.acme.gen"]
                [task."reports.Reports.build"]
                cache = "none"
                """)
            .resolve();

    assertThat(settings.store()).isEqualTo("sqlite:" + folder.resolve("data/my.db"));
    assertThat(settings.keepGoing()).isTrue();
    assertThat(settings.cache()).isFalse();
    assertThat(settings.codeInclude()).containsExactly("com.acme.shared");
    assertThat(settings.codeExclude()).containsExactly("com.acme.Generated", "com.acme.gen");
    assertThat(settings.task("reports.Reports.build").cache()).isEqualTo(Cache.NONE);
    assertThat(settings.task("reports.Reports.year").cache()).isNull();
  }

  @Test
  void anAbsoluteOrAnotherStoreIsTakenAsItIs() throws IOException {
    assertThat(given("store = \"memory:\"").resolve().store()).isEqualTo("memory:");
    assertThat(given("store = \"sqlite:/data/x.db\"").resolve().store())
        .isEqualTo("sqlite:/data/x.db");
  }

  @Test
  void anUnknownSettingNamesFileKeyAndTheNearestKnownOne() {
    assertThatThrownBy(() -> given("keepGoing = true").resolve())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("heddle.toml")
        .hasMessageContaining("unknown setting keepGoing")
        .hasMessageContaining("Did you mean keep-going?");
    assertThatThrownBy(() -> given("[code]\ninclud = []").resolve())
        .hasMessageContaining("Did you mean code.include?");
    assertThatThrownBy(() -> given("[task.\"a.B.c\"]\ncash = \"none\"").resolve())
        .hasMessageContaining("unknown setting task.\"a.B.c\".cash")
        .hasMessageContaining("Did you mean task.\"a.B.c\".cache?");
  }

  @Test
  void partsOfATasksRetriesAreSaidAloneAndLeaveTheRestToItsAnnotation() throws IOException {
    RetryPolicy annotated = new RetryPolicy(5, Duration.ofSeconds(2), List.of("java.lang.Error"));
    Settings settings =
        given(
                """
                [task."a.B.often"]
                retries = 1
                [task."a.B.late"]
                backoff = "PT1M"
                """)
            .resolve();

    assertThat(settings.task("a.B.often").options().retryOver(annotated))
        .isEqualTo(annotated.withMax(1));
    assertThat(settings.task("a.B.late").options().retryOver(annotated))
        .isEqualTo(annotated.withBackoff(Duration.ofMinutes(1)));
    assertThat(settings.task("a.B.late").values()).containsOnlyKeys("backoff");
  }

  @Test
  void aTaskNameWithoutQuotesIsExplained() {
    assertThatThrownBy(() -> given("[task.a.b]\ncache = \"none\"").resolve())
        .hasMessageContaining("[task.\"a.b\"]");
  }

  @Test
  void malformedTomlNamesTheLine() {
    assertThatThrownBy(() -> given("slots = 2\n\nstore = = 3\n").resolve())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("heddle.toml:3: not valid TOML");
  }

  @Test
  void aValueOfTheWrongKindSaysWhatFits() {
    assertThatThrownBy(() -> given("slots = \"many\"").resolve())
        .hasMessageContaining("slots must be a whole number, 1 or more, not many");
    assertThatThrownBy(() -> given("").environment(Map.of("HEDDLE_SLOTS", "0")))
        .hasMessageContaining("HEDDLE_SLOTS must be a whole number");
    assertThatThrownBy(() -> given("").flag("store", "--store", "my.db"))
        .hasMessageContaining("--store must be a store URL: memory:, sqlite:PATH or postgresql:")
        .hasMessageContaining(", not my.db");
    assertThatThrownBy(() -> given("[task.\"x\"]\ncache = \"never\"").resolve())
        .hasMessageContaining("one of \"store\", \"execution\", \"none\"");
  }

  @Test
  void lettersThatWereSwappedOrLeftOutAreFound() {
    List<String> names = List.of("reports.Reports.year", "reports.Reports.build", "summarize");

    assertThat(Nearest.to("yaer", names)).containsExactly("reports.Reports.year");
    assertThat(Nearest.to("sumarise", names)).containsExactly("summarize");
    assertThat(Nearest.to("nothing-alike", names)).isEmpty();
  }
}
